using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Endpoints;

/// <summary>What the server is and can.</summary>
internal static class ServerEndpoints
{
    public static void Map(MlflowRoutes routes) => routes.Get("server-info", static call => call.AnswerAsync(WriteInfo));

    public static Task GetHealthAsync(HttpContext context) => WriteTextAsync(context, "OK");

    public static Task GetVersionAsync(HttpContext context) => WriteTextAsync(context, MlflowApi.Version);

    private static void WriteInfo(Utf8JsonWriter writer)
    {
        writer.WriteString("store_type"u8, "SqlStore"u8);
        writer.WriteBoolean("workspaces_enabled"u8, false);
        writer.WriteBoolean("trace_archival_enabled"u8, false);
        writer.WriteBoolean("multipart_uploads_enabled"u8, true);
        writer.WriteBoolean("multipart_downloads_enabled"u8, true);
        writer.WriteStartObject("features_enabled"u8);
        writer.WriteBoolean("gateway"u8, false);
        writer.WriteEndObject();
    }

    private static Task WriteTextAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
