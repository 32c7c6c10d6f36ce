namespace ModelOps.Drift.Quality.Imports;

/// <summary>Which generation of Evidently's reports JSON shall look like.</summary>
public enum EvidentlyFormat
{
    /// <summary>What <c>Report([DataDriftPreset()]).as_dict()</c> gives up to version 0.6: a list of metrics with a name and a result.</summary>
    DataDriftPreset,

    /// <summary>What <c>Report([DataDriftPreset()]).run(…).dict()</c> gives from version 0.7 on: a list of metrics with a configuration and a value.</summary>
    MetricV2,
}
