using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace ModelOps.Serving.AspNetCore.Endpoints;

internal static class ServerEndpoint
{
    private static readonly string Version =
        typeof(ServerEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static Task GetAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context.Response,
        static writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, "modelops"u8);
            writer.WriteString("version"u8, Version);
            writer.WriteStartArray("extensions"u8);
            writer.WriteStringValue("binary_tensor_data"u8);
            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        context.RequestAborted);
}
