using Microsoft.Extensions.Logging;

namespace ModelOps.OpenInference.Diagnostics;

/// <summary>Events 2200 to 2299.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2290, EventName = "PayloadSinkFailed", Level = LogLevel.Warning,
        Message = "The payload log lost {Calls} calls: its sink {Sink} failed. It goes on with the next.")]
    public static partial void PayloadSinkFailed(this ILogger logger, string sink, int calls, Exception exception);
}
