using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Monitoring;

/// <summary>Tells of rows that came too late or from the future, at most once a minute.</summary>
internal sealed class LateRows(TrafficDirectory directory, EventClock clock, ILogger<LateRows> logger)
{
    private readonly Dictionary<VersionTraffic, long> _told = [];
    private long _next;

    internal void Tell()
    {
        if (clock.Now < _next && _next - clock.Now <= TimeSpan.TicksPerMinute) { return; }
        _next = clock.Now + TimeSpan.TicksPerMinute;
        foreach (VersionTraffic traffic in directory.Watched)
        {
            long late = traffic.RowsThat(RowFate.Late);
            long ahead = traffic.RowsThat(RowFate.Ahead);
            if (late + ahead == _told.GetValueOrDefault(traffic)) { continue; }
            _told[traffic] = late + ahead;
            logger.RowsNotInTime(traffic.Key.Model, traffic.Key.Version, late, ahead);
        }
    }
}
