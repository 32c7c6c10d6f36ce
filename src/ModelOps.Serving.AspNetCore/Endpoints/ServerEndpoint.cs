using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ModelOps.Serving.AspNetCore.Endpoints;

internal static class ServerEndpoint
{
    public static string Version { get; } =
        typeof(ServerEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static Task GetAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context.Response,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, "modelops"u8);
            writer.WriteString("version"u8, Version);
            writer.WriteStartArray("extensions"u8);
            foreach (string extension in ExtensionsOf(context)) { writer.WriteStringValue(extension); }
            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        context.RequestAborted);

    /// <summary>The extensions of what is mapped, and no others.</summary>
    private static IEnumerable<string> ExtensionsOf(HttpContext context) => context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
        .SelectMany(static e => e.Metadata.GetMetadata<EndpointOperation>()?.Extensions ?? [])
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);
}
