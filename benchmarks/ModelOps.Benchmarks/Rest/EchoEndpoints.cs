using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ModelOps.Benchmarks.Rest;

/// <summary>The peers of REST round trips: bare Kestrel endpoints that run no model.</summary>
internal static class EchoEndpoints
{
    /// <summary>Path of the echo that answers the bytes it got, unread.</summary>
    public const string BytesPath = "/echo/bytes";

    /// <summary>Path of the echo that reads the body into an object and writes it again, as a hand-written endpoint would.</summary>
    public const string JsonPath = "/echo/json";

    public static void Map(WebApplication application)
    {
        application.MapPost(BytesPath, EchoBytesAsync);
        application.MapPost(JsonPath, EchoJsonAsync);
    }

    private static async Task EchoBytesAsync(HttpContext context)
    {
        PipeReader reader = context.Request.BodyReader;
        ReadResult read = await reader.ReadAtLeastAsync((int)context.Request.ContentLength!);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = read.Buffer.Length;
        foreach (ReadOnlyMemory<byte> part in read.Buffer) { context.Response.BodyWriter.Write(part.Span); }
        reader.AdvanceTo(read.Buffer.End);
        await context.Response.BodyWriter.FlushAsync();
    }

    private static async Task EchoJsonAsync(HttpContext context)
    {
        InferBody? body = await JsonSerializer.DeserializeAsync(context.Request.BodyReader, InferBodyContext.Default.InferBody);
        byte[] answer = JsonSerializer.SerializeToUtf8Bytes(body, InferBodyContext.Default.InferBody);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
    }
}
