using Microsoft.AspNetCore.Http;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>They only read what the host knows, so they answer while models load.</summary>
internal sealed class HealthEndpoints(IModelHost host)
{
    public static Task GetLiveAsync(HttpContext context) => WriteTrueAsync(context, "live");

    public Task GetReadyAsync(HttpContext context) => host.IsReady
        ? WriteTrueAsync(context, "ready")
        : throw new RequestRefusedException(
            StatusCodes.Status503ServiceUnavailable,
            EndpointErrorCodes.ServerNotReady,
            "A required model is not ready. POST v2/repository/index lists the models with their states; try again later.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    private static Task WriteTrueAsync(HttpContext context, string name) => JsonAnswer.WriteAsync(
        context.Response,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean(name, true);
            writer.WriteEndObject();
        },
        context.RequestAborted);
}
