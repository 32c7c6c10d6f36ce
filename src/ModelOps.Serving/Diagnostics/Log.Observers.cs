using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.Diagnostics;

/// <summary>Events 2060 to 2069.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2060, EventName = "ObserverFailed", Level = LogLevel.Warning,
        Message = "The observer {Observer} failed on a call, which was answered all the same. Further failures are not logged for a minute.")]
    public static partial void ObserverFailed(this ILogger logger, string observer, Exception exception);

    [LoggerMessage(EventId = 2061, EventName = "SlowCall", Level = LogLevel.Warning,
        Message = "A call of model '{Model}' version '{Version}' took {Ms:F1} ms: {Outcome}, trace {TraceId}.")]
    public static partial void SlowCall(this ILogger logger, string model, string version, double ms, string outcome, string? traceId);
}
