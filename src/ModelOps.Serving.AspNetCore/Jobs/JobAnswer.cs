using Microsoft.AspNetCore.Http;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Jobs;

/// <summary>Answers with a job.</summary>
internal static class JobAnswer
{
    private const string AskAgain = "1"; // seconds

    public static Task WriteAsync(HttpContext context, InferenceJob job, int status)
    {
        context.Response.StatusCode = status;
        if (!job.HasEnded) { context.Response.Headers.RetryAfter = AskAgain; }
        return JsonAnswer.WriteAsync(context.Response, writer => JobJson.Write(writer, job), context.RequestAborted);
    }
}
