using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>Writes the answer of an exchange, JSON and then the outputs in binary form.</summary>
/// <param name="minCompressedBytes">Smallest answer that is compressed.</param>
internal sealed class InferenceResponseWriter(int minCompressedBytes)
{
    /// <summary>Elements or bytes written before the connection is waited for.</summary>
    private const int ElementsAtOnce = 4096;
    private const int BytesAtOnce = 64 << 10;

    public ValueTask WriteAsync(HttpContext context, InferenceExchange exchange)
    {
        HttpResponse response = context.Response;
        (long elements, long? binaryBytes) = EnsureForms(exchange);
        long about = binaryBytes ?? elements * 4; // a number takes some four characters; texts are counted whole
        if (about >= minCompressedBytes)
        {
            response.Headers.AppendCommaSeparatedValues("Vary", "Accept-Encoding");
            ContentCoding coding = ContentCodings.ForAnswer(context.Request.Headers.AcceptEncoding);
            if (coding != ContentCoding.Identity) { return CompressAsync(context, exchange, coding, binaryBytes is not null); }
        }

        if (binaryBytes is null && elements > ElementsAtOnce)
        {
            response.ContentType = WireFormat.JsonContentType;
            return new ValueTask(WriteJsonAsync(exchange, response.BodyWriter, response.BodyWriter, context.RequestAborted));
        }

        // The length is told, which spares the framing of chunks.
        long jsonLength = WriteHead(exchange);
        response.ContentLength = jsonLength + (binaryBytes ?? 0);
        SetType(response, binaryBytes is not null, jsonLength);
        return binaryBytes is null
            ? WriteBytesAsync(response.BodyWriter, exchange.Head.Written, context.RequestAborted)
            : WriteTensorsAsync(exchange, response.BodyWriter, context.RequestAborted);
    }

    private static async ValueTask CompressAsync(HttpContext context, InferenceExchange exchange, ContentCoding coding, bool isBinary)
    {
        HttpResponse response = context.Response;
        if (isBinary) { SetType(response, isBinary, WriteHead(exchange)); } else { response.ContentType = WireFormat.JsonContentType; }
        response.Headers.ContentEncoding = ContentCodings.NameOf(coding);
        Stream compressing = ContentCodings.Compress(response.Body, coding);
        await using (compressing.ConfigureAwait(false))
        {
            PipeWriter pipe = PipeWriter.Create(compressing, new StreamPipeWriterOptions(leaveOpen: true));
            await (isBinary
                ? WriteTensorsAsync(exchange, pipe, context.RequestAborted).AsTask()
                : WriteJsonAsync(exchange, pipe, pipe, context.RequestAborted)).ConfigureAwait(false);
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static void SetType(HttpResponse response, bool isBinary, long jsonLength)
    {
        response.ContentType = isBinary ? WireFormat.BinaryContentType : WireFormat.JsonContentType;
        if (isBinary) { response.Headers[WireFormat.JsonLengthHeader] = jsonLength.ToString(CultureInfo.InvariantCulture); }
    }

    /// <summary>Writes the JSON into memory, where it waits for nothing.</summary>
    private static long WriteHead(InferenceExchange exchange)
    {
        Task written = WriteJsonAsync(exchange, exchange.Head, pipe: null, CancellationToken.None);
        Debug.Assert(written.IsCompleted, "Without a pipe there is nothing to wait for.");
        written.GetAwaiter().GetResult();
        return exchange.Head.Written.Length;
    }

    private static async ValueTask WriteTensorsAsync(InferenceExchange exchange, PipeWriter pipe, CancellationToken cancellationToken)
    {
        await WriteBytesAsync(pipe, exchange.Head.Written, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < exchange.Response.Outputs.Count; i++)
        {
            if (exchange.IsBinary(i)) { await WriteBytesAsync(pipe, exchange.Response.Outputs[i].Memory, cancellationToken).ConfigureAwait(false); }
        }
    }

    /// <summary>Checks that every output has the form it is to be sent in, while an error can still be answered.</summary>
    /// <returns>Elements, or bytes of text, in JSON; bytes of the outputs in binary form, null when there is none.</returns>
    private static (long Elements, long? BinaryBytes) EnsureForms(InferenceExchange exchange)
    {
        long elements = 0;
        long? bytes = null;
        for (int i = 0; i < exchange.Response.Outputs.Count; i++)
        {
            InferenceTensor tensor = exchange.Response.Outputs[i];
            if (exchange.IsBinary(i)) { bytes = (bytes ?? 0) + tensor.ByteLength; continue; }
            EnsureHasJsonForm(exchange.Response.ModelName, tensor);
            elements += tensor.DataType == TensorDataType.Bytes ? tensor.ByteLength : tensor.ElementCount;
        }

        return (elements, bytes);
    }

    private static void EnsureHasJsonForm(string model, InferenceTensor tensor)
    {
        if (!TensorJson.HasForm(tensor))
        {
            throw InvalidInferenceRequestException.ForOutput(
                model, tensor.Name, "to be asked for in binary form, with the parameter binary_data", $"{tensor.DataType.ToName()} that has no JSON form");
        }
    }

    private static async Task WriteJsonAsync(InferenceExchange exchange, IBufferWriter<byte> target, PipeWriter? pipe, CancellationToken cancellationToken)
    {
        Utf8JsonWriter writer = exchange.Writer;
        InferenceResponse response = exchange.Response;
        writer.Reset(target);
        writer.WriteStartObject();
        writer.WriteString("model_name"u8, response.ModelName);
        writer.WriteString("model_version"u8, response.ModelVersion);
        if (response.Id is not null) { writer.WriteString("id"u8, response.Id); }
        ParameterJson.Write(writer, response.Parameters);
        writer.WriteStartArray("outputs"u8);
        for (int i = 0; i < response.Outputs.Count; i++)
        {
            InferenceTensor tensor = response.Outputs[i];
            TensorJson.WriteStart(writer, tensor);
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
        if (pipe is not null) { await pipe.FlushAsync(cancellationToken).ConfigureAwait(false); }
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
