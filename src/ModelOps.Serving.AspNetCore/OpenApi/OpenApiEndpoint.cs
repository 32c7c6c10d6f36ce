using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.OpenApi;

/// <summary>Serves the OpenAPI document of what is mapped below one prefix, no more and no less.</summary>
internal sealed class OpenApiEndpoint(string prefix)
{
    private readonly string _prefix = $"/{prefix.Trim('/')}".TrimEnd('/');

    public Task GetAsync(HttpContext context)
    {
        (string Path, EndpointOperation Operation)[] mapped =
        [
            .. context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
                .OfType<RouteEndpoint>()
                .Select(static e => (Path: $"/{e.RoutePattern.RawText?.Trim('/')}", Operation: e.Metadata.GetMetadata<EndpointOperation>()!))
                .Where(e => e.Operation is not null && e.Path.StartsWith($"{_prefix}/v2", StringComparison.Ordinal))
                .OrderBy(static e => e.Path, StringComparer.Ordinal),
        ];
        return JsonAnswer.WriteAsync(context.Response, writer => OpenApiDocument.Write(writer, mapped), context.RequestAborted);
    }
}
