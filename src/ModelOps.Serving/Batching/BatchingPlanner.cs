using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Batching;

/// <summary>Decides at load whether the calls of a model share runs, and says why.</summary>
internal sealed class BatchingPlanner(
    IOptions<BatchingOptions> options, BatchingMetrics metrics, TimeProvider timeProvider, ILogger<BatchingPlanner>? logger = null)
{
    private const int UsualRows = 16;
    private const double LeastGain = 1.2;
    private static readonly TimeSpan s_callCost = TimeSpan.FromMicroseconds(2); // what it costs a call to wait and be woken
    private readonly ILogger _logger = logger ?? NullLogger<BatchingPlanner>.Instance;

    /// <summary>Equips a generation that does not answer yet. Runs the model, so not on a thread of the pool.</summary>
    public void Equip(ModelGeneration generation, BatchingOptions? own, CancellationToken cancellationToken)
    {
        BatchingSettings settings = BatchingSettings.Resolve(own, options.Value);
        BatchPlan plan = Plan(generation, settings, cancellationToken);
        _logger.BatchingChosen(generation.Model, generation.Version, plan.IsOn ? "share runs" : "run alone", plan.Reason);
        generation.Batch(plan, plan.IsOn ? new Batcher(generation, plan, metrics, timeProvider, _logger, CallerPressure.IsHigh) : null);
    }

    private BatchPlan Plan(ModelGeneration generation, BatchingSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Mode == BatchingMode.Off || settings.MaxRows == 1) { return new BatchPlan(settings, false, "switched off", null); }
        BatchEvidence evidence = new BatchProbe(generation.Model, generation.Session, settings, timeProvider).Run(cancellationToken);
        if (DynamicQuantization.IsUsedBy(generation.Package) && evidence.Invariance is not BatchInvariance.Unbatchable)
        {
            evidence = evidence with { Invariance = BatchInvariance.PeerDependent, Why = "it quantizes over all rows of a run (DynamicQuantizeLinear)" };
        }

        bool isOn = settings.Mode == BatchingMode.On;
        return evidence.Invariance switch
        {
            BatchInvariance.Unbatchable => new BatchPlan(settings, false, evidence.Why, evidence),
            BatchInvariance.PeerDependent when !settings.AllowPeerDependent => new BatchPlan(settings, false, $"neighbours would change answers: {evidence.Why}", evidence),
            BatchInvariance.Unverified => new BatchPlan(settings, isOn, isOn ? $"switched on; not checked: {evidence.Why}" : evidence.Why, evidence),
            _ when isOn => new BatchPlan(settings, true, "switched on", evidence),
            _ => Weigh(settings, evidence),
        };
    }

    private static BatchPlan Weigh(BatchingSettings settings, BatchEvidence evidence)
    {
        int rows = Math.Min(UsualRows, settings.MaxRows);
        TimeSpan alone = TimeSpan.FromTicks((long)evidence.Cost.Of(1));
        TimeSpan shared = TimeSpan.FromTicks((long)(evidence.Cost.Of(rows) / rows));
        if (evidence.LargestRun < rows) // a slow model, or a busy machine: then sharing is the safer guess
        {
            return new BatchPlan(settings, true, string.Create(
                CultureInfo.InvariantCulture, $"a row takes {alone.TotalMicroseconds:0.0} us alone, and there was no time to try {rows} at once"), evidence);
        }

        bool pays = alone - shared >= s_callCost && alone >= shared * LeastGain;
        return new BatchPlan(settings, pays, string.Create(
            CultureInfo.InvariantCulture, $"a row takes {alone.TotalMicroseconds:0.0} us alone and {shared.TotalMicroseconds:0.0} us among {rows}"), evidence);
    }
}
