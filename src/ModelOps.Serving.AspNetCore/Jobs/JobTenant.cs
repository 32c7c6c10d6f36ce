using Microsoft.AspNetCore.Http;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Jobs;

/// <summary>Shows callers the jobs of their own tenant, and tells nothing of others, not even that they exist.</summary>
internal static class JobTenant
{
    /// <summary>The caller's tenant; empty for none.</summary>
    public static string Of(HttpContext context, CallHeaders headers)
    {
        InferenceContext call = new();
        headers.Read(context, call);
        return call.Tenant ?? string.Empty;
    }

    /// <param name="context">The request, with the job in its path.</param>
    /// <param name="queue">Where to look.</param>
    /// <param name="headers">Says who the tenant is; null for an operator, who sees all.</param>
    /// <exception cref="JobNotFoundException">There is no such job for this caller.</exception>
    public static async ValueTask<InferenceJob> FindAsync(HttpContext context, IInferenceJobQueue queue, CallHeaders? headers)
    {
        string id = (string)context.Request.RouteValues["id"]!;
        string? tenant = headers is null ? null : Of(context, headers);
        InferenceJob? job = IsIdentifier(id) ? await queue.FindAsync(id, context.RequestAborted).ConfigureAwait(false) : null;
        return job is not null && (tenant is null || tenant == (job.Tenant ?? string.Empty)) ? job : throw new JobNotFoundException(Shortened(id));
    }

    /// <summary>Whether a text can be a job's identifier; others need not reach the store.</summary>
    public static bool IsIdentifier(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    private static string Shortened(string id) => id.Length <= 32 ? id : id[..32];
}
