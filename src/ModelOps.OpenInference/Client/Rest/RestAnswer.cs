using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.Client.Rest;

/// <summary>Reads the body of a success: tensors in binary form go from the connection to their memory.</summary>
internal static class RestAnswer
{
    private const int FirstRead = 16 << 10;

    /// <exception cref="UnusableAnswerException">It is cut short, too large, or not an answer of the protocol.</exception>
    public static async ValueTask ReadAsync(
        HttpResponseMessage answer, RestExchange exchange, InferenceResponse response, string model, int maxBytes, CancellationToken cancellationToken)
    {
        int? jsonLength = JsonLength(answer, maxBytes);
        if (jsonLength is null)
        {
            await ReadWholeAsync(answer, exchange.Body, maxBytes, cancellationToken).ConfigureAwait(false);
            Parse(exchange, response, model, binaryLength: 0);
            return;
        }

        Stream stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await FillAsync(stream, exchange.Body, jsonLength.Value, cancellationToken).ConfigureAwait(false);
            Parse(exchange, response, model, (answer.Content.Headers.ContentLength ?? maxBytes) - jsonLength.Value);
            for (int i = 0; i < response.Outputs.Count; i++)
            {
                if (exchange.BinarySizes[i] >= 0) { await FillAsync(stream, exchange, response.Outputs[i], exchange.BinarySizes[i], cancellationToken).ConfigureAwait(false); }
            }

            exchange.Body.Clear();
            if (await stream.ReadAsync(exchange.Body.GetMemory(1), cancellationToken).ConfigureAwait(false) > 0)
            {
                throw new UnusableAnswerException("it goes on after its last tensor");
            }
        }
    }

    /// <summary>Reads a body that is all JSON.</summary>
    /// <exception cref="UnusableAnswerException">It is too large.</exception>
    public static async ValueTask ReadWholeAsync(HttpResponseMessage answer, PooledBuffer buffer, int maxBytes, CancellationToken cancellationToken)
    {
        Stream stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            int room = (int)Math.Clamp((answer.Content.Headers.ContentLength ?? FirstRead) + 1, 1, FirstRead);
            while (true)
            {
                int read = await stream.ReadAsync(buffer.GetMemory(room), cancellationToken).ConfigureAwait(false);
                if (read == 0) { return; }
                buffer.Advance(read);
                if (buffer.Written.Length > maxBytes) { throw TooLarge(maxBytes); }
                room = 1;
            }
        }
    }

    private static int? JsonLength(HttpResponseMessage answer, int maxBytes)
    {
        if (answer.Content.Headers.ContentLength is { } length && length > maxBytes) { throw TooLarge(maxBytes); }
        bool isThere = answer.Headers.NonValidated.TryGetValues(WireFormat.JsonLengthHeader, out HeaderStringValues values)
            || answer.Content.Headers.NonValidated.TryGetValues(WireFormat.JsonLengthHeader, out values);
        if (!isThere) { return null; }
        return values.Count == 1 && int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int json) && json <= (answer.Content.Headers.ContentLength ?? maxBytes)
            ? json
            : throw new UnusableAnswerException($"its header {WireFormat.JsonLengthHeader} is not the length of its JSON");
    }

    private static void Parse(RestExchange exchange, InferenceResponse response, string model, long binaryLength)
    {
        try
        {
            InferResponseReader.Read(exchange, response, model, binaryLength);
        }
        catch (Exception error) when (error is InvalidInferenceRequestException or ArgumentException)
        {
            throw new UnusableAnswerException(error.Message, error);
        }
    }

    private static async ValueTask FillAsync(Stream stream, PooledBuffer buffer, int length, CancellationToken cancellationToken)
    {
        while (buffer.Written.Length < length)
        {
            Memory<byte> room = buffer.GetMemory(Math.Min(length - buffer.Written.Length, FirstRead));
            int read = await stream.ReadAsync(room[..Math.Min(room.Length, length - buffer.Written.Length)], cancellationToken).ConfigureAwait(false);
            if (read == 0) { throw new HttpIOException(HttpRequestError.ResponseEnded, "The answer is cut short."); }
            buffer.Advance(read);
        }
    }

    private static async ValueTask FillAsync(Stream stream, RestExchange exchange, InferenceTensor tensor, int length, CancellationToken cancellationToken)
    {
        if (tensor.DataType is not (TensorDataType.Bytes or TensorDataType.Bool))
        {
            await stream.ReadExactlyAsync(tensor.Memory, cancellationToken).ConfigureAwait(false);
            return;
        }

        // These are checked while they are copied: lengths within the bytes, truth values 0 and 1.
        exchange.Body.Clear();
        await FillAsync(stream, exchange.Body, length, cancellationToken).ConfigureAwait(false);
        if (tensor.TrySetBytes(exchange.Body.Written.Span) is { } wrong) { throw new UnusableAnswerException($"its output '{tensor.Name}' has {wrong}"); }
    }

    private static UnusableAnswerException TooLarge(int maxBytes) => new($"it is larger than the {maxBytes} bytes that {nameof(OpenInferenceClientOptions.MaxResponseBytes)} allows");
}
