namespace ModelOps.Drift.Diagnostics;

internal static class DriftTagNames
{
    /// <summary>Name of a feature of the reference profile; never a name that traffic brought.</summary>
    internal const string Feature = "modelops.drift.feature";

    internal const string Statistic = "modelops.drift.statistic";
}
