using Microsoft.Extensions.DependencyInjection;
using ModelOps.Registry.Governance;

namespace ModelOps.Registry.Gates;

/// <summary>The version's model card must be filled. Needs <c>AddModelGovernance()</c>.</summary>
public sealed record CardGate : IPromotionGate
{
    /// <summary>Fields that must be filled, of <see cref="ModelCardFields"/>; null for those that a card should have.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <inheritdoc/>
    public string Name => "card";

    /// <inheritdoc/>
    public async ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Services.GetService<VersionGovernance>() is not { } governance)
        {
            return Gate.Refused(Name, GateReasonCodes.NotSetUp, "Nothing keeps model cards. Call AddModelGovernance().");
        }

        IReadOnlyList<string> missing = await governance.FindMissingAsync(context.Candidate, Fields, cancellationToken).ConfigureAwait(false);
        return missing.Count == 0
            ? Gate.Passed(Name)
            : Gate.Refused(Name, GateReasonCodes.CardIncomplete, $"The model card lacks {string.Join(", ", missing)}. Fill it and put it beside the version.", ("missing", missing.Count));
    }
}
