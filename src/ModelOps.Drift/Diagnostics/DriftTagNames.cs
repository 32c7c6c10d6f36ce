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
}
