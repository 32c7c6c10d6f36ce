using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Gates;

/// <summary>Asks the gates of all policies that are for a promotion, and moves the alias by compare-and-set from where it was when they were asked.</summary>
internal sealed class PromotionService(
    IModelRegistry registry, IReadOnlyList<PromotionPolicy> policies, IServiceProvider services, TimeProvider time, GateMetrics metrics, ILogger logger) : IPromotionService
{
    public async Task<PromotionDecision> EvaluateAsync(PromotionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ModelReference.ToAlias(request.Model, request.Alias); // refuses names that cannot be such
        ModelVersion candidate = await VersionAsync(request.Model, request.Number, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ModelAlias> aliases = await registry.ListAliasesAsync(request.Model, cancellationToken).ConfigureAwait(false);
        ModelAlias? alias = aliases.FirstOrDefault(a => a.Alias == request.Alias);
        PromotionContext context = new()
        {
            Request = request,
            Candidate = candidate,
            Champion = alias is null || alias.Number == request.Number ? null : await VersionAsync(request.Model, alias.Number, cancellationToken).ConfigureAwait(false),
            Registry = registry,
            Services = services,
            At = time.GetUtcNow(),
        };
        List<GateResult> results = [];
        foreach (IPromotionGate gate in Gates(request)) { results.Add(await AskAsync(gate, context, cancellationToken).ConfigureAwait(false)); }
        return new PromotionDecision
        {
            Model = request.Model,
            Number = request.Number,
            Digest = candidate.Digest,
            Alias = request.Alias,
            ChampionNumber = alias?.Number,
            AliasRevision = alias?.Revision ?? 0,
            At = context.At,
            Gates = results,
        };
    }

    public async Task<PromotionResult> PromoteAsync(PromotionRequest request, CancellationToken cancellationToken = default)
    {
        PromotionDecision decision = await EvaluateAsync(request, cancellationToken).ConfigureAwait(false);
        metrics.Decided(request.Model, decision.IsAllowed);
        if (!decision.IsAllowed)
        {
            logger.PromotionRefused(request.Model, request.Number, request.Alias, string.Join(", ", decision.Reasons.Select(static r => r.Code).Distinct(StringComparer.Ordinal)));
            throw new PromotionRefusedException(decision);
        }

        ModelAlias alias = await registry.MoveAliasAsync(
            new AliasMove
            {
                Model = request.Model,
                Alias = request.Alias,
                Number = request.Number,
                ExpectedRevision = decision.AliasRevision,
                Reason = request.Reason,
                Actor = request.Actor,
                Evidence = PromotionEvidence.Of(decision),
            },
            cancellationToken).ConfigureAwait(false);
        logger.PromotionAllowed(request.Model, request.Number, request.Alias, decision.Gates.Count);
        return new PromotionResult(decision, alias);
    }

    public async Task ApproveAsync(string model, long number, string approver, string? comment = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(approver);
        if (approver.Length > Approvals.MaxApproverLength) { throw new ArgumentException($"The approver's name has {approver.Length} characters; at most {Approvals.MaxApproverLength} are allowed.", nameof(approver)); }
        ModelVersion version = await VersionAsync(model, number, cancellationToken).ConfigureAwait(false);
        await registry.UpdateVersionAsync(
            new VersionChange
            {
                Model = model,
                Number = number,
                SetTags = new Dictionary<string, string> { [Approvals.TagOf(approver)] = version.Digest },
                Actor = approver,
                Reason = comment,
            },
            cancellationToken).ConfigureAwait(false);
        logger.VersionApproved(model, number, approver);
    }

    private IEnumerable<IPromotionGate> Gates(PromotionRequest request)
    {
        // The same name in two policies is two conditions: the later gets a number.
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (IPromotionGate gate in policies.Where(p => p.IsFor(request)).SelectMany(static p => p.Gates))
        {
            int count = seen[gate.Name] = seen.GetValueOrDefault(gate.Name) + 1;
            yield return count == 1 ? gate : new NumberedGate(gate, count);
        }
    }

    private async ValueTask<GateResult> AskAsync(IPromotionGate gate, PromotionContext context, CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        GateResult result;
        try
        {
            result = await gate.EvaluateAsync(context, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error) // what cannot be judged is not let through
        {
            logger.GateFailed(gate.Name, context.Request.Model, context.Request.Number, error);
            string what = error is ModelOpsException known ? $"{known.Code}: {known.Message}" : error.GetType().Name;
            result = Gate.Refused(gate.Name, GateReasonCodes.GateFailed, $"The gate failed: {what} Mend what it needs, and ask again.");
        }

        metrics.Asked(result, time.GetElapsedTime(begun));
        return result;
    }

    private Task<ModelVersion> VersionAsync(string model, long number, CancellationToken cancellationToken) =>
        registry.ResolveAsync(ModelReference.ToVersion(model, number.ToString(System.Globalization.CultureInfo.InvariantCulture)), cancellationToken);
}
