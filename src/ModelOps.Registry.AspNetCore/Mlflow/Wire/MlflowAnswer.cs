using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Writes answers: always one JSON object with its length known, for the client takes nothing else.</summary>
internal static class MlflowAnswer
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> writeFields)
    {
        ArrayBufferWriter<byte> body = new(1024);
        using (Utf8JsonWriter writer = new(body, Unchecked))
        {
            writer.WriteStartObject();
            writeFields(writer);
            writer.WriteEndObject();
        }

        HttpResponse response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        if (HttpMethods.IsHead(context.Request.Method)) { return; }
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    public static Task WriteErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, writer =>
        {
            writer.WriteString("error_code"u8, code);
            writer.WriteString("message"u8, message);
        });
    }
}
