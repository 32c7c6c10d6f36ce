using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.AspNetCore.Diagnostics;

/// <summary>Events 2100 to 2119.</summary>
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

    [LoggerMessage(EventId = 2104, EventName = "ModelLoadRequested", Level = LogLevel.Information,
        Message = "A caller has model '{Model}' loaded, {Files} files in the request.")]
    public static partial void ModelLoadRequested(this ILogger logger, string model, int files);

    [LoggerMessage(EventId = 2105, EventName = "ModelUnloadRequested", Level = LogLevel.Information,
        Message = "A caller has model '{Model}' unloaded.")]
    public static partial void ModelUnloadRequested(this ILogger logger, string model);

    [LoggerMessage(EventId = 2106, EventName = "LogLevelChanged", Level = LogLevel.Warning,
        Message = "A caller has set the log level of ModelOps to {NewLevel}.")]
    public static partial void LogLevelChanged(this ILogger logger, LogLevel newLevel);

    [LoggerMessage(EventId = 2107, EventName = "InferenceTraced", Level = LogLevel.Information,
        Message = "Traced a call of '{Model}' version {Version}: {ReadMicroseconds} us to read, {InferMicroseconds} us to answer, {WriteMicroseconds} us to write.")]
    public static partial void InferenceTraced(
        this ILogger logger, string model, string version, double readMicroseconds, double inferMicroseconds, double writeMicroseconds);
}
