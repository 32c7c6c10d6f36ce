using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Monitoring;

/// <summary>Evaluates the windows of all watched versions when they are complete, and tells everybody. For one thread.</summary>
internal sealed class DriftEvaluator(
    TrafficDirectory directory, DriftBuckets store, EventClock clock, DriftAnalyzer analyzer, EvaluationPublisher publisher, DriftReplica replica,
    IOptions<DriftMonitoringOptions> options, ILogger<DriftEvaluator> logger)
{
    private readonly Dictionary<VersionTraffic, VersionTimeline> _timelines = [];
    private readonly StoreOutage _outage = new(logger);

    internal async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Evaluators == DriftEvaluators.None) { return; }
        VersionTraffic[] watched = [.. directory.Watched];
        foreach (VersionTraffic gone in _timelines.Keys.Except(watched).ToArray()) { _timelines.Remove(gone); }
        foreach (VersionTraffic traffic in watched)
        {
            try
            {
                await EvaluateAsync(traffic, cancellationToken).ConfigureAwait(false);
                _outage.Succeeded(0);
            }
            catch (DriftBucketStoreException e)
            {
                _outage.Failed(0, e);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                _timelines.Remove(traffic); // its state may be half of a step: walk there anew
                logger.EvaluationFailed(traffic.Key.Model, traffic.Key.Version, e);
            }
        }
    }

    private async Task EvaluateAsync(VersionTraffic traffic, CancellationToken cancellationToken)
    {
        DriftMonitoringOptions settings = options.Value;
        long wait = settings.Grace.Ticks + (traffic.HasEventTimes ? settings.AllowedLateness.Ticks : 0);
        long complete = clock.BucketAt(Math.Max(0, clock.Now - wait));
        if (!_timelines.TryGetValue(traffic, out VersionTimeline? timeline) || WentBack(traffic, timeline, complete) || IsFarBehind(timeline, complete))
        {
            timeline = new VersionTimeline(traffic, store.Store, clock, settings, analyzer, logger, complete);
            _timelines[traffic] = timeline;
        }

        await foreach (EvaluatedWindow window in timeline.WalkAsync(complete, cancellationToken).ConfigureAwait(false))
        {
            bool tells = settings.Evaluators == DriftEvaluators.Every || window.Teller == replica.Name;
            await publisher.PublishAsync(window.Evaluation, tells, cancellationToken).ConfigureAwait(false);
        }
    }

    // A small step back is waited out.
    private bool WentBack(VersionTraffic traffic, VersionTimeline timeline, long complete)
    {
        if (timeline.Next - complete <= 1) { return false; }
        logger.ClockWentBack(options.Value.BucketLength * (timeline.Next - complete), traffic.Key.Model, traffic.Key.Version, clock.StartOf(complete));
        return true;
    }

    // After a leap of the clock, or a long sleep, the newest state is of use and all windows between are not.
    private bool IsFarBehind(VersionTimeline timeline, long complete) =>
        complete - Math.Max(timeline.Next, timeline.LiveFrom) > (long)(options.Value.EvidencePeriod / options.Value.BucketLength);
}
