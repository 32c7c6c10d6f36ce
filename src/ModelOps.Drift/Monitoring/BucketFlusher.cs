using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Monitoring;

/// <summary>Brings what this process counted into the store. For one thread.</summary>
internal sealed class BucketFlusher(
    TrafficDirectory directory, DriftBuckets store, DriftReplica replica, EventClock clock, MonitoringMetrics metrics, IOptions<DriftMonitoringOptions> options, ILogger<BucketFlusher> logger)
{
    private const int MostAtOnce = 64;
    private readonly Dictionary<VersionTraffic, VersionBuckets> _versions = [];
    private readonly StoreOutage _outage = new(logger);

    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        VersionTraffic[] watched = [.. directory.Watched];
        foreach (VersionTraffic gone in _versions.Keys.Except(watched).Where(gone => _versions[gone].Pending.Count == 0).ToArray()) { _versions.Remove(gone); }
        foreach (VersionTraffic traffic in watched)
        {
            if (!_versions.TryGetValue(traffic, out VersionBuckets? buckets))
            {
                buckets = new VersionBuckets(traffic, replica, clock, options.Value);
                _versions.Add(traffic, buckets);
            }

            buckets.Gather(store.Store.MaxBytes, (lost, reason) =>
            {
                metrics.Lost(traffic.Key, lost);
                logger.BucketsLost(traffic.Key.Model, traffic.Key.Version, lost, reason);
            });
        }

        await WriteAsync(cancellationToken).ConfigureAwait(false);
        metrics.Pending = _versions.Values.Sum(static buckets => buckets.Pending.Count);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        int written = 0;
        try
        {
            foreach (VersionBuckets buckets in _versions.Values)
            {
                foreach (DriftBucket[] batch in buckets.Pending.ToArray().Chunk(MostAtOnce))
                {
                    await store.Store.PutAsync(batch, cancellationToken).ConfigureAwait(false);
                    buckets.Stored(batch);
                    metrics.Written(buckets.Key, batch.Length);
                    written += batch.Length;
                }
            }

            if (written > 0) { _outage.Succeeded(written); }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _outage.Failed(_versions.Values.Sum(static buckets => buckets.Pending.Count), e);
        }
    }
}
