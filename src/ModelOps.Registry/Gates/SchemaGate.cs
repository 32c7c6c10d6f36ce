namespace ModelOps.Registry.Gates;

/// <summary>Whoever calls the running version must be able to call the new one: no input more or narrower, no output less or of another kind.</summary>
public sealed record SchemaGate : IPromotionGate
{
    /// <inheritdoc/>
    public string Name => "schema";

    /// <inheritdoc/>
    public ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(Evaluate(context));
    }

    private GateResult Evaluate(PromotionContext context)
    {
        if (context.Champion is not { } champion)
        {
            return Gate.NotApplicable(Name, GateReasonCodes.NoChampion, $"No other version is '{context.Request.Alias}', so nobody calls one.");
        }

        if (context.Candidate.Signature is not { } ours || champion.Signature is not { } theirs)
        {
            long missing = (context.Candidate.Signature is null ? context.Candidate : champion).Number;
            return Gate.Refused(Name, GateReasonCodes.SignatureMissing, $"Number {missing} was registered without a signature. Register versions with their inputs and outputs.");
        }

        GateReason[] reasons = [.. SignatureCompatibility.Differences(theirs, ours).Select(static d => new GateReason(GateReasonCodes.SignatureIncompatible, d))];
        return reasons.Length == 0 ? Gate.Passed(Name) : new GateResult(Name, GateVerdict.Refused) { Reasons = reasons };
    }
}
