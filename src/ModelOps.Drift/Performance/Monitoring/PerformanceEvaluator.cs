using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Evaluates windows that have ended, or have waited long enough for labels. For one thread.</summary>
internal sealed class PerformanceEvaluator(
    PerformanceDirectory directory, PerformancePublisher publisher, PerformanceHistory history, PerformanceState state, IOptions<PerformanceMonitoringOptions> options, TimeProvider time)
{
    internal async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        foreach (VersionPerformance version in directory.Entries.ToArray())
        {
            long now = time.GetUtcNow().UtcTicks;
            bool isNews = await PublishAsync(Estimated(version, now), cancellationToken).ConfigureAwait(false);
            isNews |= await PublishAsync(Labelled(version, now), cancellationToken).ConfigureAwait(false);
            if (isNews) { Save(version); } // so that a kill does not tell of them again
            if (now - version.SeenAt > version.Model.LabelTimeToLive.Ticks + version.Model.Window.Ticks + TimeSpan.TicksPerDay) { Forget(version); }
        }
    }

    /// <summary>Keeps the state of all versions.</summary>
    /// <param name="isLast">Whether this is the last time; else versions in which nothing happened are left out.</param>
    internal void SaveAll(bool isLast)
    {
        if (options.Value.StateDirectory is null) { return; }

        // A minute more, for what was under way when it was saved last.
        foreach (VersionPerformance version in directory.Entries.Where(version => isLast || version.SeenAt + TimeSpan.TicksPerMinute >= version.SavedAt)) { Save(version); }
    }

    private async Task<bool> PublishAsync(IEnumerable<PerformanceEvaluation> evaluations, CancellationToken cancellationToken)
    {
        bool any = false;
        foreach (PerformanceEvaluation evaluation in evaluations)
        {
            await publisher.PublishAsync(evaluation, cancellationToken).ConfigureAwait(false);
            any = true;
        }

        return any;
    }

    private void Save(VersionPerformance version)
    {
        if (options.Value.StateDirectory is null) { return; }
        version.SavedAt = time.GetUtcNow().UtcTicks;
        state.Save(version.Save());
    }

    // Nothing can join any more, and every window was told of.
    private void Forget(VersionPerformance version)
    {
        directory.Forget(version);
        state.Forget(version.Key);
    }

    private IEnumerable<PerformanceEvaluation> Estimated(VersionPerformance version, long now)
    {
        if (version.Estimates is not { } estimates) { yield break; }
        IReadOnlyList<KeyValuePair<long, IPerformanceEstimator>> ended = estimates.Take(now);
        if (ended.Count == 0) { yield break; }
        Dictionary<long, RealisedWindow> realised = version.Join?.Windows().ToDictionary(static window => window.Start.UtcTicks) ?? [];
        foreach ((long number, IPerformanceEstimator rows) in ended)
        {
            PerformanceEstimate estimate = rows.Estimate();
            long start = number * version.Model.Window.Ticks;
            yield return Of(version, start, PerformanceStage.Estimated) with
            {
                Estimate = estimate,
                EstimateVerdict = RealisedJudge.Judge(estimate, version.Model.MinRows),
                Realised = realised.GetValueOrDefault(start) is { Performance.Count: > 0 } labelled ? RealisedJudge.Compare(labelled, estimates.Reference) : null,
            };
        }
    }

    private IEnumerable<PerformanceEvaluation> Labelled(VersionPerformance version, long now)
    {
        foreach (RealisedWindow window in version.TakeLabelled(now))
        {
            RealisedWindow compared = RealisedJudge.Compare(window, version.Estimates?.Reference);
            PerformanceEvaluation? known = history.Find(version.Key, window.Start);
            yield return (known ?? Of(version, window.Start.UtcTicks, PerformanceStage.Labelled)) with
            {
                Stage = PerformanceStage.Labelled,
                Realised = compared,
                RealisedVerdict = RealisedJudge.Judge(compared.Performance, version.Model.MinRows),
            };
        }
    }

    private static PerformanceEvaluation Of(VersionPerformance version, long start, PerformanceStage stage)
    {
        var from = new DateTimeOffset(start, TimeSpan.Zero);
        return new PerformanceEvaluation
        {
            Model = version.Key.Model,
            Version = version.Key.Version,
            From = from,
            To = from + version.Model.Window,
            Stage = stage,
            ReferenceCount = version.Estimates?.Reference.Count ?? 0,
            MinRows = version.Model.MinRows,
        };
    }
}
