using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.AspNetCore.Diagnostics;

/// <summary>Events 3100 to 3149.</summary>
internal static partial class MlflowLog
{
    [LoggerMessage(EventId = 3100, EventName = "MlflowCallRefused", Level = LogLevel.Debug, Message = "A call of the MLflow API was refused with {Status} {Code}: {Reason}")]
    public static partial void CallRefused(this ILogger logger, int status, string code, string reason);

    [LoggerMessage(EventId = 3101, EventName = "MlflowCallFailed", Level = LogLevel.Error, Message = "A call of the MLflow API failed with {Code}.")]
    public static partial void CallFailed(this ILogger logger, Exception exception, string code);

    [LoggerMessage(EventId = 3102, EventName = "MlflowAnswerCutShort", Level = LogLevel.Warning, Message = "An answer of the MLflow API failed after it had begun; the connection was closed.")]
    public static partial void AnswerCutShort(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3103, EventName = "MlflowCallerLeft", Level = LogLevel.Debug, Message = "A caller of the MLflow API left before the answer.")]
    public static partial void CallerLeft(this ILogger logger);

    [LoggerMessage(EventId = 3104, EventName = "MlflowLoginRefused", Level = LogLevel.Warning, Message = "User or password of a call was wrong (scheme {Scheme}).")]
    public static partial void LoginRefused(this ILogger logger, string scheme);

    [LoggerMessage(EventId = 3105, EventName = "MlmodelUnreadable", Level = LogLevel.Warning, Message = "A version is registered without what its MLmodel file says: {Reason}")]
    public static partial void MlmodelUnreadable(this ILogger logger, string reason);

    [LoggerMessage(EventId = 3106, EventName = "MlflowValueCut", Level = LogLevel.Warning, Message = "The value of {What} '{Key}' has {Length} characters; it was cut to {Limit}.")]
    public static partial void ValueCut(this ILogger logger, string what, string key, int length, int limit);
}
