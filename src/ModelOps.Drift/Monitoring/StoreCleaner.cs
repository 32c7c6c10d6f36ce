using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Monitoring;

/// <summary>Removes buckets that no window needs any more, and versions that nobody calls any more, once an hour.</summary>
internal sealed class StoreCleaner(TrafficDirectory directory, DriftBuckets store, EventClock clock, IOptions<DriftMonitoringOptions> options)
{
    private readonly Dictionary<VersionTraffic, (long Rows, long Since)> _activity = [];
    private long _next;

    /// <summary>What windows, seasons and the alarm rule look back, with a day for those who start late.</summary>
    internal static TimeSpan RetentionOf(DriftMonitoringOptions options) =>
        options.Retention ?? (2 * options.EvidencePeriod) + options.Window.Length + options.Window.Gap + (options.Season.Period * options.Season.Count) + TimeSpan.FromDays(1);

    internal async Task CleanAsync(CancellationToken cancellationToken)
    {
        if (clock.Now < _next && _next - clock.Now <= TimeSpan.TicksPerHour) { return; }
        _next = clock.Now + TimeSpan.TicksPerHour;
        ForgetIdle();
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

    // A version holds memory for every feature and core; after a day and a window without a call it has nothing left to evaluate.
    private void ForgetIdle()
    {
        long idle = TimeSpan.TicksPerDay + options.Value.Window.Length.Ticks + options.Value.Window.Gap.Ticks;
        foreach (TrafficEntry entry in directory.Entries.ToArray())
        {
            if (entry.Traffic is not { } traffic) { continue; }
            long rows = traffic.RowsThat(RowFate.Profiled);
            if (!_activity.TryGetValue(traffic, out (long Rows, long Since) before) || before.Rows != rows || clock.Now < before.Since)
            {
                _activity[traffic] = (rows, clock.Now);
            }
            else if (clock.Now - before.Since >= idle)
            {
                _activity.Remove(traffic);
                directory.Forget(entry);
            }
        }
    }
}
