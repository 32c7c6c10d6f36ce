using Microsoft.Extensions.Logging;

namespace ModelOps.Drift.Diagnostics;

/// <summary>Events 4060 to 4069.</summary>
internal static partial class PerformanceLog
{
    [LoggerMessage(EventId = 4060, EventName = "LabelJoinFull", Level = LogLevel.Warning,
        Message = "The join of labels holds its {MaxEntries} ids; the oldest are dropped before their labels come ({Evicted} so far). Raise MaxEntries or lower TimeToLive.")]
    public static partial void LabelJoinFull(this ILogger logger, int maxEntries, long evicted);

    [LoggerMessage(EventId = 4061, EventName = "LabelWindowFinal", Level = LogLevel.Information,
        Message = "Window of predictions from {Start:O} is final: {Labelled} of {Predictions} predictions have labels.")]
    public static partial void LabelWindowFinal(this ILogger logger, DateTimeOffset start, long labelled, long predictions);

    [LoggerMessage(EventId = 4062, EventName = "PerformanceWatched", Level = LogLevel.Information,
        Message = "Performance of '{Model}' {Version} is estimated; its reference is of {Rows} labelled rows.")]
    public static partial void PerformanceWatched(this ILogger logger, string model, string version, long rows);

    [LoggerMessage(EventId = 4063, EventName = "PerformanceNotEstimated", Level = LogLevel.Information,
        Message = "Performance of '{Model}' {Version} is not estimated, since it has no reference; labels are joined all the same. Register the version with {Path}, or give one in ModelOps:Drift:Performance:Models.")]
    public static partial void PerformanceNotEstimated(this ILogger logger, string model, string version, string path);

    [LoggerMessage(EventId = 4064, EventName = "PredictionsNotFound", Level = LogLevel.Warning,
        Message = "Calls of '{Model}' {Version} do not fit the settings of performance monitoring: {Problem} (ModelOps:Drift:Performance:Models:{Model}).")]
    public static partial void PredictionsNotFound(this ILogger logger, string model, string version, string problem);

    [LoggerMessage(EventId = 4065, EventName = "PerformanceReferenceTrouble", Level = LogLevel.Error,
        Message = "The reference of '{Model}' {Version} cannot be used, so its performance is not estimated: {Problem}.")]
    public static partial void PerformanceReferenceTrouble(this ILogger logger, string model, string version, string problem, Exception error);

    [LoggerMessage(EventId = 4066, EventName = "PerformanceWorse", Level = LogLevel.Warning,
        Message = "{Kind} {Metric} of '{Model}' {Version} is worse than on the reference: {Value:F4} ({Lower:F4} to {Upper:F4}), {Reference:F4} there; {Rows} rows in the window {Window}.")]
    public static partial void PerformanceWorse(
        this ILogger logger, string kind, string metric, string model, string version, double value, double lower, double upper, double reference, long rows, string window);

    [LoggerMessage(EventId = 4067, EventName = "PerformanceAsExpected", Level = LogLevel.Information,
        Message = "{Kind} {Metric} of '{Model}' {Version} is worse than on the reference no longer: {Value:F4}, {Reference:F4} there, in the window {Window}.")]
    public static partial void PerformanceAsExpected(this ILogger logger, string kind, string metric, string model, string version, double value, double reference, string window);

    [LoggerMessage(EventId = 4068, EventName = "PerformanceStateTrouble", Level = LogLevel.Warning,
        Message = "State of performance monitoring of {What}: {Problem} (ModelOps:Drift:Performance:StateDirectory).")]
    public static partial void PerformanceStateTrouble(this ILogger logger, string what, string problem);

    [LoggerMessage(EventId = 4069, EventName = "PerformanceObserverFailed", Level = LogLevel.Error,
        Message = "Observer {Observer} failed on performance of '{Model}' {Version}; what it was told is lost to it, and it is told of no further failure until it succeeds.")]
    public static partial void PerformanceObserverFailed(this ILogger logger, string observer, string model, string version, Exception error);
}
