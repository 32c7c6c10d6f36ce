using Microsoft.Extensions.Logging;

namespace ModelOps.OpenInference.Diagnostics;

/// <summary>Events 2500 to 2599.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2500, EventName = "ServerEjected", Level = LogLevel.Warning,
        Message = "Server {Server} is left out for at least {EjectionTime}: too many of its calls failed.")]
    public static partial void ServerEjected(this ILogger logger, string server, TimeSpan ejectionTime);

    [LoggerMessage(EventId = 2501, EventName = "ServerOnProbation", Level = LogLevel.Information,
        Message = "Server {Server} is live again; its next call decides whether it gets more.")]
    public static partial void ServerOnProbation(this ILogger logger, string server);

    [LoggerMessage(EventId = 2502, EventName = "ServerReturned", Level = LogLevel.Information,
        Message = "Server {Server} answers again.")]
    public static partial void ServerReturned(this ILogger logger, string server);

    [LoggerMessage(EventId = 2503, EventName = "CallRetried", Level = LogLevel.Debug,
        Message = "A call of a remote model is tried again in {Delay} (try {Attempt}): {ErrorType}.")]
    public static partial void CallRetried(this ILogger logger, TimeSpan delay, int attempt, string errorType);

    [LoggerMessage(EventId = 2504, EventName = "BinaryTensorsNotTaken", Level = LogLevel.Information,
        Message = "Server {Server} does not offer binary_tensor_data; its tensors travel as JSON.")]
    public static partial void BinaryTensorsNotTaken(this ILogger logger, string server);
}
