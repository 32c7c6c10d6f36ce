using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.AspNetCore.Diagnostics;

/// <summary>Events 2100 to 2199.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2100, EventName = "EndpointFailed", Level = LogLevel.Error,
        Message = "An endpoint failed; the caller was answered {Status} {Code}.")]
    public static partial void EndpointFailed(this ILogger logger, Exception exception, int status, string code);

    [LoggerMessage(EventId = 2101, EventName = "RequestRefused", Level = LogLevel.Debug,
        Message = "A request was answered {Status} {Code}: {Reason}")]
    public static partial void RequestRefused(this ILogger logger, int status, string code, string reason);

    [LoggerMessage(EventId = 2102, EventName = "CallerLeft", Level = LogLevel.Debug,
        Message = "A caller left before it was answered.")]
    public static partial void CallerLeft(this ILogger logger);

    [LoggerMessage(EventId = 2103, EventName = "AnswerCutShort", Level = LogLevel.Error,
        Message = "An answer was cut short after it had begun; the connection was ended.")]
    public static partial void AnswerCutShort(this ILogger logger, Exception exception);
}
