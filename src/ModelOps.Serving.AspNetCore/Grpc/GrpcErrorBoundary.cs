using Grpc.Core;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.AspNetCore.Diagnostics;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>Turns what a call throws into a status, so that no failure of one call reaches the server or tells the caller its insides.</summary>
internal sealed class GrpcErrorBoundary(ILogger<GrpcErrorBoundary> logger, EndpointMetrics metrics)
{
    /// <summary>The status for a failure, which is logged.</summary>
    public RpcException Translate(Exception exception, CancellationToken callerLeft)
    {
        if (exception is RpcException told) { return told; }
        if (callerLeft.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            logger.GrpcCallerLeft();
            metrics.Aborted();
            return new RpcException(new Status(StatusCode.Cancelled, "The caller left, or its deadline passed."));
        }

        ErrorAnswer answer = ErrorAnswer.For(exception);
        RpcException error = GrpcErrors.ToRpc(answer, exception);
        if (error.StatusCode is StatusCode.Internal or StatusCode.DataLoss) { logger.GrpcCallFailed(exception, error.StatusCode, answer.Code); }
        else { logger.GrpcCallRefused(error.StatusCode, answer.Code, answer.Message); }
        return error;
    }
}
