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
}
