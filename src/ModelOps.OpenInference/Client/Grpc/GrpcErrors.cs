using System.Globalization;
using System.Net.Sockets;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;
using RpcStatus = ModelOps.OpenInference.Protos.Status;

namespace ModelOps.OpenInference.Client.Grpc;

/// <summary>The one mapping of gRPC failures to errors.</summary>
internal static class GrpcErrors
{
    public static Exception Read(string server, RpcException error, ModelReference model)
    {
        if (error.Status.DebugException is InvalidProtocolBufferException unreadable)
        {
            return new ServerAnswerException(server, "it is no message of the protocol. Check the address and the transport.", null, unreadable);
        }

        if (error.Status.DebugException is HttpRequestException or IOException or SocketException) { return NoAnswer(server, error); }
        ServerRefusal refusal = Parse(server, error);
        return refusal.ByCode(model) ?? error.StatusCode switch
        {
            StatusCode.InvalidArgument or StatusCode.OutOfRange => refusal.Invalid(model),
            StatusCode.NotFound => ServerRefusal.NotFound(model),
            StatusCode.DeadlineExceeded => new DeadlineExceededException(model.ToString(), "while the server was asked"),

            // The framework's own word for a message that is too large, on either side.
            StatusCode.ResourceExhausted when error.Status.Detail.Contains("message", StringComparison.OrdinalIgnoreCase) => refusal.Invalid(model),
            StatusCode.ResourceExhausted => refusal.Quota(),
            StatusCode.Unavailable when Says(error, "unknown model") || Says(error, "not ready") => refusal.NotReady(model),
            StatusCode.Unavailable => refusal.Overloaded(model),
            StatusCode.Unauthenticated or StatusCode.PermissionDenied =>
                refusal.Unusable("It refuses this caller: give the client the token or headers that the server asks for."),
            StatusCode.Unimplemented => refusal.Unusable("It does not serve the protocol over gRPC: check the address and the transport."),
            _ => refusal.Unusable("The server's log says why."),
        };
    }

    private static bool Says(RpcException error, string words) => error.Status.Detail.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static ServerUnreachableException NoAnswer(string server, RpcException error)
    {
        ServerUnreachableException cause = Rest.RestErrors.NoAnswer(server, error.Status.DebugException!);
        return new ServerUnreachableException(server, cause.MayHaveRun ? "the connection was cut" : "no connection could be made", cause.MayHaveRun, error);
    }

    private static ServerRefusal Parse(string server, RpcException error)
    {
        ServerRefusal refusal = new(server, (int)error.StatusCode, error.Status.Detail, error.Trailers.GetValue(GrpcTrailers.Code));
        if (long.TryParse(error.Trailers.GetValue(GrpcTrailers.RetryAfter), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds < int.MaxValue)
        {
            refusal = refusal with { RetryAfter = TimeSpan.FromSeconds(seconds) };
        }

        if (error.Trailers.GetValueBytes(GrpcTrailers.Details) is not { } bytes) { return refusal; }
        try
        {
            foreach (Any detail in RpcStatus.Parser.ParseFrom(bytes).Details)
            {
                if (detail.TryUnpack(out ErrorInfo info) && info.Domain == GrpcTrailers.Domain)
                {
                    refusal = refusal with
                    {
                        Tensor = info.Metadata.GetValueOrDefault(GrpcTrailers.Tensor),
                        Expected = info.Metadata.GetValueOrDefault(GrpcTrailers.Expected),
                        Actual = info.Metadata.GetValueOrDefault(GrpcTrailers.Actual),
                    };
                }
                else if (detail.TryUnpack(out RetryInfo retry) && retry.RetryDelay is { Seconds: >= 0 and < int.MaxValue } delay)
                {
                    refusal = refusal with { RetryAfter = delay.ToTimeSpan() };
                }
            }
        }
        catch (Exception other) when (other is InvalidProtocolBufferException or InvalidOperationException)
        {
            // Details of another kind: the status says enough.
        }

        return refusal;
    }
}
