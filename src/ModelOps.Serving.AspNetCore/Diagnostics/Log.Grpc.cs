using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.AspNetCore.Diagnostics;

// Events 2120 to 2139.
/// <summary>Events 2120 to 2139.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2120, EventName = "GrpcCallFailed", Level = LogLevel.Error,
        Message = "A gRPC call failed; the caller was answered {Status} {Code}.")]
    public static partial void GrpcCallFailed(this ILogger logger, Exception exception, StatusCode status, string code);

    [LoggerMessage(EventId = 2121, EventName = "GrpcCallRefused", Level = LogLevel.Debug,
        Message = "A gRPC call was answered {Status} {Code}: {Reason}")]
    public static partial void GrpcCallRefused(this ILogger logger, StatusCode status, string code, string reason);

    [LoggerMessage(EventId = 2122, EventName = "GrpcCallerLeft", Level = LogLevel.Debug,
        Message = "A gRPC caller left before it was answered.")]
    public static partial void GrpcCallerLeft(this ILogger logger);
}
