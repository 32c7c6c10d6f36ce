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

    [LoggerMessage(EventId = 4064, EventName = "PredictionsNotFound", Level = LogLevel.Warning,
        Message = "Calls of '{Model}' {Version} do not fit the settings of performance monitoring: {Problem} (ModelOps:Drift:Performance:Models:{Model}).")]
    public static partial void PredictionsNotFound(this ILogger logger, string model, string version, string problem);

    [LoggerMessage(EventId = 4069, EventName = "PerformanceObserverFailed", Level = LogLevel.Error,
        Message = "Observer {Observer} failed on performance of '{Model}' {Version}; what it was told is lost to it, and it is told of no further failure until it succeeds.")]
    public static partial void PerformanceObserverFailed(this ILogger logger, string observer, string model, string version, Exception error);
}
