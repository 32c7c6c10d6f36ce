using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.AspNetCore.Diagnostics;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Turns what a handler throws into an error of the API; what failed on our side is logged, not told.</summary>
internal sealed class MlflowBoundary(ILogger logger)
{
    public RequestDelegate Around(RequestDelegate handler) => async context =>
    {
        try
        {
            await handler(context).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await AnswerAsync(context, error).ConfigureAwait(false);
        }
    };

    private async Task AnswerAsync(HttpContext context, Exception error)
    {
        bool callerLeft = context.RequestAborted.IsCancellationRequested;
        if (error is ConnectionResetException || (callerLeft && error is OperationCanceledException or IOException or BadHttpRequestException))
        {
            logger.CallerLeft();
            if (!context.Response.HasStarted) { context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest; }
            return;
        }

        if (context.Response.HasStarted)
        {
            logger.AnswerCutShort(error);
            context.Abort(); // the caller must not take half a file for a whole one
            return;
        }

        (int status, string code, string message) = MlflowErrors.For(error);
        if (status == StatusCodes.Status500InternalServerError) { logger.CallFailed(error, code); }
        else { logger.CallRefused(status, code, message); }
        context.Response.Headers.Clear();
        if (error is ModelOpsException { RetryAfter: { } wait })
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        await MlflowAnswer.WriteErrorAsync(context, status, code, message).ConfigureAwait(false);
    }
}
