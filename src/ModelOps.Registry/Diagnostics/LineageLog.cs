using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3060 to 3069.</summary>
internal static partial class LineageLog
{
    [LoggerMessage(EventId = 3060, EventName = "LineageDropped", Level = LogLevel.Warning,
        Message = "There is no room for lineage events; dropping them until there is.")]
    public static partial void LineageDropped(this ILogger logger);

    [LoggerMessage(EventId = 3061, EventName = "LineageUnsent", Level = LogLevel.Warning,
        Message = "The lineage server does not take events ({Outcome}); {Count} wait, next try in {Delay}.")]
    public static partial void LineageUnsent(this ILogger logger, string outcome, int count, TimeSpan delay);

    [LoggerMessage(EventId = 3062, EventName = "LineageRejected", Level = LogLevel.Error,
        Message = "The lineage server refused an event for good ({Outcome}); it is kept in the spool as '{Name}'.")]
    public static partial void LineageRejected(this ILogger logger, string outcome, string name);

    [LoggerMessage(EventId = 3063, EventName = "LineageUnwritten", Level = LogLevel.Error,
        Message = "A lineage event could not be written.")]
    public static partial void LineageUnwritten(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3064, EventName = "LineageInterrupted", Level = LogLevel.Error,
        Message = "Following the registry for lineage was interrupted; it goes on after event {Sequence} in {Delay}.")]
    public static partial void LineageInterrupted(this ILogger logger, long sequence, TimeSpan delay, Exception exception);

    [LoggerMessage(EventId = 3065, EventName = "LineageStalled", Level = LogLevel.Error,
        Message = "Lineage cannot be sent or followed; next try in {Delay}.")]
    public static partial void LineageStalled(this ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(EventId = 3066, EventName = "RunLineageInterrupted", Level = LogLevel.Error,
        Message = "Following runs for lineage was interrupted; it goes on after entry {Sequence} of their log in {Delay}.")]
    public static partial void RunLineageInterrupted(this ILogger logger, long sequence, TimeSpan delay, Exception exception);
}
