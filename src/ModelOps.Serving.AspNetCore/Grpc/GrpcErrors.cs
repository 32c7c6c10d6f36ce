using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>The one mapping of failures to gRPC: a status, and trailers with the code, what was expected, and when to try again.</summary>
internal static class GrpcErrors
{
    /// <summary>Trailers are part of the headers, which peers limit to 8 KiB and less.</summary>
    private const int MaxMessage = 1024;

    public static RpcException ToRpc(ErrorAnswer answer, Exception exception)
    {
        StatusCode code = CodeOf(answer, exception);
        string message = Cut(answer.Message);
        OpenInference.Protos.Status details = new() { Code = (int)code, Message = message };
        ErrorInfo info = new() { Reason = answer.Code, Domain = GrpcTrailers.Domain };
        AddIfAny(info, GrpcTrailers.Model, answer.Model);
        AddIfAny(info, GrpcTrailers.Tensor, answer.Tensor);
        AddIfAny(info, GrpcTrailers.Expected, answer.Expected);
        AddIfAny(info, GrpcTrailers.Actual, answer.Actual);
        details.Details.Add(Any.Pack(info));
        Metadata trailers = new() { { GrpcTrailers.Code, answer.Code } };
        if (answer.RetryAfter is { } wait)
        {
            details.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
            trailers.Add(GrpcTrailers.RetryAfter, Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        }

        trailers.Add(GrpcTrailers.Details, details.ToByteArray());
        return new RpcException(new global::Grpc.Core.Status(code, message), trailers);
    }

    private static StatusCode CodeOf(ErrorAnswer answer, Exception exception) => exception is ModelOpsException error
        ? error.Kind switch
        {
            ModelOpsErrorKind.InvalidArgument => StatusCode.InvalidArgument,
            ModelOpsErrorKind.NotFound => StatusCode.NotFound,
            ModelOpsErrorKind.Conflict => StatusCode.Aborted,
            ModelOpsErrorKind.FailedPrecondition => StatusCode.FailedPrecondition,
            ModelOpsErrorKind.ResourceExhausted => StatusCode.ResourceExhausted,
            ModelOpsErrorKind.Unavailable => StatusCode.Unavailable,
            ModelOpsErrorKind.DeadlineExceeded => StatusCode.DeadlineExceeded,
            ModelOpsErrorKind.DataLoss => StatusCode.DataLoss,
            _ => StatusCode.Internal,
        }
        : answer.Status switch
        {
            StatusCodes.Status400BadRequest => StatusCode.InvalidArgument,
            StatusCodes.Status403Forbidden => StatusCode.PermissionDenied,
            StatusCodes.Status413PayloadTooLarge => StatusCode.ResourceExhausted,
            StatusCodes.Status503ServiceUnavailable => StatusCode.Unavailable,
            _ => StatusCode.Internal,
        };

    private static void AddIfAny(ErrorInfo info, string name, string? value)
    {
        if (value is not null) { info.Metadata[name] = Cut(value); }
    }

    private static string Cut(string text) => text.Length <= MaxMessage ? text : string.Concat(text.AsSpan(0, MaxMessage - (char.IsHighSurrogate(text[MaxMessage - 1]) ? 1 : 0)), "…");
}
