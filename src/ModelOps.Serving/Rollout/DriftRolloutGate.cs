using System.Globalization;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving;

/// <summary>Holds or rolls back a rollout when the newest window of its canary's traffic has drifted from what the canary was trained on.</summary>
internal sealed class DriftRolloutGate(IOptions<DriftRolloutGateOptions> options, TimeProvider time, IDriftEvidenceSource? evidence = null, IModelRegistry? registry = null) : IRolloutGate
{
    private const int Named = 5;

    public async ValueTask<RolloutGateResult> EvaluateAsync(RolloutProgress rollout, CancellationToken cancellationToken = default)
    {
        DriftRolloutGateOptions settings = options.Value;
        if (settings.Models.Count > 0 && !settings.Models.Contains(rollout.Model)) { return RolloutGateResult.Pass; }
        if (evidence is null || registry is null) { return Act(settings.WhenUnknown, "drift of the canary is not known: there is no IDriftEvidenceSource, or no registry"); }
        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        DriftEvidence? found;
        try
        {
            found = await FindAsync(evidence, registry, rollout, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Act(settings.WhenUnknown, $"drift of the canary is not known: the evidence took longer than {settings.Timeout}");
        }

        if (found is null) { return Act(settings.WhenUnknown, "drift of the canary is not known: no window of its traffic was evaluated"); }
        TimeSpan age = time.GetUtcNow() - found.At;
        if (age > settings.MaxAge) { return Act(settings.WhenUnknown, $"drift of the canary is not known: the newest window, {found.Window}, was evaluated {age} ago"); }
        return found.HasDrifted ? Act(settings.OnDrift, $"the canary's traffic has drifted in window {found.Window}: {Largest(found)}") : RolloutGateResult.Pass;
    }

    private static async Task<DriftEvidence?> FindAsync(IDriftEvidenceSource evidence, IModelRegistry registry, RolloutProgress rollout, CancellationToken cancellationToken)
    {
        ModelVersion canary = await registry.ResolveAsync(ModelReference.ToVersion(rollout.Model, rollout.CanaryVersion), cancellationToken).ConfigureAwait(false);
        return await evidence.FindAsync(canary, cancellationToken).ConfigureAwait(false);
    }

    private static string Largest(DriftEvidence found) => string.Join(", ", found.Statistics
        .OrderByDescending(static statistic => statistic.Value).ThenBy(static statistic => statistic.Key, StringComparer.Ordinal).Take(Named)
        .Select(static statistic => string.Create(CultureInfo.InvariantCulture, $"{statistic.Key} {statistic.Value:G3}")));

    private static RolloutGateResult Act(RolloutGateAction action, string reason) => action switch
    {
        RolloutGateAction.RollBack => RolloutGateResult.RollBack(reason),
        RolloutGateAction.Hold => RolloutGateResult.Hold(reason),
        _ => RolloutGateResult.Pass,
    };
}
