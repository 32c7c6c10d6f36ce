using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.MLNet.Diagnostics;

/// <summary>Events 2200 to 2299.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2200, EventName = "MLNetModelLoaded", Level = LogLevel.Information,
        Message = "ML.NET model '{Model}' loaded: {Signature}.")]
    public static partial void MLNetModelLoaded(this ILogger logger, string model, string signature);

    [LoggerMessage(EventId = 2201, EventName = "MLNetMessage", Message = "ML.NET, model '{Model}', {Source}: {Text}")]
    public static partial void MLNetMessage(this ILogger logger, LogLevel level, string model, string source, string text);
}
