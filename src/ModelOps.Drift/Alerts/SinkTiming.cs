using System.Runtime.InteropServices;

namespace ModelOps.Drift.Alerts;

/// <summary>When a sink is told.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SinkTiming(TimeSpan Wait, TimeSpan Interval, TimeSpan Repeat)
{
    public static SinkTiming Of(IDriftAlertSink sink, DriftAlertOptions options) => sink.Refresh is { } refresh
        ? new SinkTiming(TimeSpan.Zero, TimeSpan.Zero, refresh)
        : new SinkTiming(options.GroupWait, options.GroupInterval, options.RepeatInterval);
}
