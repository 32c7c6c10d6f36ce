using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Reads the fields of a request: from the query of a GET, from the JSON body of all others.</summary>
internal sealed class MlflowRequestReader(int maxBodyBytes)
{
    public async ValueTask<MlflowFields> ReadAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) { return new MlflowFields(FromQuery(context.Request.Query)); }
        if (context.Request.ContentLength > maxBodyBytes) { throw TooLarge(); }
        PipeReader reader = context.Request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > maxBodyBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge();
            }

            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return new MlflowFields(FromBody(read.Buffer));
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }

    /// <exception cref="MlflowRefusedException">The body is no JSON object.</exception>
    public static JsonElement FromBody(ReadOnlySequence<byte> body)
    {
        try
        {
            if (body.IsEmpty) { return default; }
            JsonElement root = Parse(body);
            if (root.ValueKind == JsonValueKind.String) // old clients encode the body twice
            {
                root = Parse(new ReadOnlySequence<byte>(System.Text.Encoding.UTF8.GetBytes(root.GetString()!)));
            }

            return root.ValueKind switch
            {
                JsonValueKind.Object => root,
                JsonValueKind.Null => default,
                _ => throw new MlflowRefusedException(MlflowErrorCodes.BadRequest, "The body must be a JSON object."),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new MlflowRefusedException(MlflowErrorCodes.BadRequest, "The body is not valid JSON. Send one JSON object in UTF-8.", error);
        }
    }

    private static JsonElement Parse(ReadOnlySequence<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static JsonElement FromQuery(IQueryCollection query)
    {
        if (query.Count == 0) { return default; }
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            foreach ((string key, StringValues values) in query)
            {
                writer.WritePropertyName(key);
                if (values.Count == 1)
                {
                    writer.WriteStringValue(values[0]);
                    continue;
                }

                writer.WriteStartArray();
                foreach (string? value in values) { writer.WriteStringValue(value); }
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Parse(new ReadOnlySequence<byte>(buffer.WrittenMemory));
    }

    private MlflowRefusedException TooLarge() => new(
        MlflowErrorCodes.InvalidParameterValue,
        $"The body is larger than the {maxBodyBytes} bytes the server takes. Send less at once, or raise {MlflowApiOptions.SectionName}:{nameof(MlflowApiOptions.MaxRequestBodyBytes)}.")
    {
        Status = StatusCodes.Status413PayloadTooLarge,
    };
}
