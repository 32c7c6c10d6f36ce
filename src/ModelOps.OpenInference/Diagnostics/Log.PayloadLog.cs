using Microsoft.Extensions.Logging;

namespace ModelOps.OpenInference.Diagnostics;

/// <summary>Events 2500 to 2599.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2590, EventName = "PayloadSinkFailed", Level = LogLevel.Warning,
        Message = "The payload log lost {Calls} calls: its sink {Sink} failed. It goes on with the next.")]
    public static partial void PayloadSinkFailed(this ILogger logger, string sink, int calls, Exception exception);
}
