using Microsoft.Extensions.Logging;

namespace ModelOps.Drift.Diagnostics;

/// <summary>Events 4000 to 4099.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 4000, EventName = "FeatureDrifted", Level = LogLevel.Warning,
        Message = "Feature '{Feature}' of '{Model}' {Version} has drifted: {Statistic} {Value:F4}, effect {Effect:F4} (at least {MinimumEffect:F4} counts), adjusted p {PValue:E2}.")]
    public static partial void FeatureDrifted(
        this ILogger logger, string feature, string model, string version, string statistic, double value, double effect, double minimumEffect, double pValue);

    [LoggerMessage(EventId = 4001, EventName = "DriftEvaluated", Level = LogLevel.Information,
        Message = "Drift of '{Model}' {Version}: {Drifted} of {Tested} tested features have drifted, {Untested} have not enough data.")]
    public static partial void DriftEvaluated(this ILogger logger, string model, string version, int drifted, int tested, int untested);

    [LoggerMessage(EventId = 4050, EventName = "DataAnomalyFound", Level = LogLevel.Warning,
        Message = "Data '{DataSet}', column '{Column}': {Code}, expected {Expected}; {Violations} of {Checked}, score {Score:G4}.")]
    public static partial void DataAnomalyFound(
        this ILogger logger, string dataSet, string? column, string code, string expected, long violations, long @checked, double score);

    [LoggerMessage(EventId = 4051, EventName = "DataValidated", Level = LogLevel.Information,
        Message = "Data '{DataSet}' of {Rows} rows breaks {Anomalies} of {Rules} rules.")]
    public static partial void DataValidated(this ILogger logger, string dataSet, long rows, int anomalies, int rules);
}
