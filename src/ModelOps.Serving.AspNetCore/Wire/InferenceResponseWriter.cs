using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>Writes the answer of an exchange, JSON and then the outputs in binary form.</summary>
internal static class InferenceResponseWriter
{
    /// <summary>Elements or bytes written before the connection is waited for.</summary>
    private const int ElementsAtOnce = 4096;
    private const int BytesAtOnce = 64 << 10;

    public static async Task WriteAsync(HttpResponse response, InferenceExchange exchange, CancellationToken cancellationToken)
    {
        if (EnsureForms(exchange) is not { } binaryBytes)
        {
            response.ContentType = WireFormat.JsonContentType;
            exchange.Writer.Reset(response.BodyWriter);
            await WriteJsonAsync(exchange, response.BodyWriter, cancellationToken).ConfigureAwait(false);
            await response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        exchange.Writer.Reset(exchange.Head);
        await WriteJsonAsync(exchange, pipe: null, cancellationToken).ConfigureAwait(false);
        int jsonLength = exchange.Head.Written.Length;
        response.ContentType = WireFormat.BinaryContentType;
        response.ContentLength = jsonLength + binaryBytes;
        response.Headers[WireFormat.JsonLengthHeader] = jsonLength.ToString(CultureInfo.InvariantCulture);
        await WriteBytesAsync(response.BodyWriter, exchange.Head.Written, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < exchange.Response.Outputs.Count; i++)
        {
            if (exchange.IsBinary(i))
            {
                await WriteBytesAsync(response.BodyWriter, exchange.Response.Outputs[i].Memory, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Checks that every output has the form it is to be sent in, while an error can still be answered.</summary>
    /// <returns>Bytes of the outputs in binary form; null when there is none.</returns>
    private static long? EnsureForms(InferenceExchange exchange)
    {
        long? bytes = null;
        for (int i = 0; i < exchange.Response.Outputs.Count; i++)
        {
            InferenceTensor tensor = exchange.Response.Outputs[i];
            if (exchange.IsBinary(i)) { bytes = (bytes ?? 0) + tensor.ByteLength; }
            else { EnsureHasJsonForm(exchange.Response.ModelName, tensor); }
        }

        return bytes;
    }

    private static void EnsureHasJsonForm(string model, InferenceTensor tensor)
    {
        bool has = tensor.DataType switch
        {
            TensorDataType.Float16 or TensorDataType.BFloat16 => false,
            TensorDataType.Bytes => IsText(tensor),
            _ => true,
        };
        if (!has)
        {
            throw InvalidInferenceRequestException.ForOutput(
                model, tensor.Name, "to be asked for in binary form, with the parameter binary_data", $"{tensor.DataType.ToName()} that has no JSON form");
        }
    }

    private static bool IsText(InferenceTensor tensor)
    {
        foreach (ReadOnlySpan<byte> element in tensor.EnumerateElements())
        {
            if (!Utf8.IsValid(element)) { return false; }
        }

        return true;
    }

    private static async Task WriteJsonAsync(InferenceExchange exchange, PipeWriter? pipe, CancellationToken cancellationToken)
    {
        Utf8JsonWriter writer = exchange.Writer;
        InferenceResponse response = exchange.Response;
        writer.WriteStartObject();
        writer.WriteString("model_name"u8, response.ModelName);
        writer.WriteString("model_version"u8, response.ModelVersion);
        if (response.Id is not null) { writer.WriteString("id"u8, response.Id); }
        writer.WriteStartArray("outputs"u8);
        for (int i = 0; i < response.Outputs.Count; i++)
        {
            InferenceTensor tensor = response.Outputs[i];
            WriteStart(writer, tensor);
            if (exchange.IsBinary(i))
            {
                writer.WriteStartObject("parameters"u8);
                writer.WriteNumber("binary_data_size"u8, tensor.ByteLength);
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteStartArray("data"u8);
                await WriteElementsAsync(writer, tensor, pipe, cancellationToken).ConfigureAwait(false);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
    }

    private static void WriteStart(Utf8JsonWriter writer, InferenceTensor tensor)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, tensor.Name);
        writer.WriteString("datatype"u8, tensor.DataType.ToName());
        writer.WriteStartArray("shape"u8);
        foreach (long dimension in tensor.Shape) { writer.WriteNumberValue(dimension); }
        writer.WriteEndArray();
    }

    private static async ValueTask WriteElementsAsync(Utf8JsonWriter writer, InferenceTensor tensor, PipeWriter? pipe, CancellationToken cancellationToken)
    {
        int count = (int)tensor.ElementCount;
        int step = tensor.DataType == TensorDataType.Bytes ? count : ElementsAtOnce;
        for (int start = 0; start < count; start += step)
        {
            TensorJson.Write(writer, tensor, start, Math.Min(step, count - start));
            if (pipe is not null && start + step < count)
            {
                writer.Flush();
                await pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask WriteBytesAsync(PipeWriter pipe, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        for (int start = 0; start < bytes.Length; start += BytesAtOnce)
        {
            await pipe.WriteAsync(bytes.Slice(start, Math.Min(BytesAtOnce, bytes.Length - start)), cancellationToken).ConfigureAwait(false);
        }
    }
}
