using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Monitoring;

/// <summary>Removes buckets that no window needs any more, once an hour.</summary>
internal sealed class StoreCleaner(TrafficDirectory directory, DriftBuckets store, EventClock clock, IOptions<DriftMonitoringOptions> options)
{
    private long _next;

    /// <summary>What windows, seasons and the alarm rule look back, with a day for those who start late.</summary>
    internal static TimeSpan RetentionOf(DriftMonitoringOptions options) =>
        options.Retention ?? (2 * options.EvidencePeriod) + options.Window.Length + options.Window.Gap + (options.Season.Period * options.Season.Count) + TimeSpan.FromDays(1);

    internal async Task CleanAsync(CancellationToken cancellationToken)
    {
        if (clock.Now < _next && _next - clock.Now <= TimeSpan.TicksPerHour) { return; }
        _next = clock.Now + TimeSpan.TicksPerHour;
        long before = Math.Max(0, clock.Now - RetentionOf(options.Value).Ticks);
        foreach (string model in directory.Watched.Select(static traffic => traffic.Key.Model).Distinct(StringComparer.Ordinal).ToArray())
        {
            try
            {
                await store.Store.RemoveBeforeAsync(model, new DateTimeOffset(before, TimeSpan.Zero), cancellationToken).ConfigureAwait(false);
            }
            catch (DriftBucketStoreException)
            {
                return; // the flusher tells of it, and the next hour goes on
            }
        }
    }
}
