namespace ModelOps.Drift.Diagnostics;

internal static class DriftTagNames
{
    /// <summary>Name of a feature of the reference profile; never a name that traffic brought.</summary>
    internal const string Feature = "modelops.drift.feature";

    internal const string Statistic = "modelops.drift.statistic";

    /// <summary>What alerts became: <c>firing</c> or <c>resolved</c>.</summary>
    internal const string AlertState = "modelops.drift.alert.state";

    /// <summary>Name of a sink of alerts.</summary>
    internal const string Sink = "modelops.drift.sink";

    /// <summary>How a call ended, one of few words.</summary>
    internal const string Outcome = "modelops.drift.outcome";

    /// <summary>Name of a watched stream, from the settings.</summary>
    internal const string Stream = "modelops.drift.stream";

    /// <summary>Name of a stream detector.</summary>
    internal const string Detector = "modelops.drift.detector";

    /// <summary>What a stream detector said: <c>warning</c> or <c>drift</c>.</summary>
    internal const string StreamState = "modelops.drift.stream.state";
}
