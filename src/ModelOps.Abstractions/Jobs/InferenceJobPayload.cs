using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace ModelOps;

/// <summary>Calls and answers as bytes: the Open Inference Protocol's JSON with every tensor in binary form behind it.</summary>
/// <remarks>The first four bytes are the little-endian length of the JSON, which the protocol sends as a header. Source: Open Inference Protocol,
/// REST, binary tensor data extension.</remarks>
public static class InferenceJobPayload
{
    private const int LengthPrefix = sizeof(int);

    /// <summary>Writes a call. Its tenant, deadline and idempotency key are not part of it: they belong to the job.</summary>
    /// <param name="request">The call.</param>
    /// <returns>Its bytes.</returns>
    public static byte[] Encode(InferenceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Write(request.Inputs, writer =>
        {
            PayloadJson.WriteText(writer, "id", request.Id);
            PayloadJson.WriteParameters(writer, request.Parameters);
            PayloadJson.WriteTensors(writer, "inputs", request.Inputs);
            PayloadJson.WriteNames(writer, "outputs", request.RequestedOutputs);
            PayloadJson.WriteContext(writer, request.Context);
        });
    }

    /// <summary>Writes an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <returns>Its bytes.</returns>
    public static byte[] Encode(InferenceResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Write(response.Outputs, writer =>
        {
            writer.WriteString("model_name"u8, response.ModelName);
            writer.WriteString("model_version"u8, response.ModelVersion);
            PayloadJson.WriteText(writer, "id", response.Id);
            PayloadJson.WriteParameters(writer, response.Parameters);
            PayloadJson.WriteTensors(writer, "outputs", response.Outputs);
        });
    }

    /// <summary>Reads a call; model and tenant are left as they are.</summary>
    /// <param name="payload">Bytes that <see cref="Encode(InferenceRequest)"/> wrote.</param>
    /// <param name="request">Receives the call; its tensors must be empty.</param>
    /// <exception cref="InvalidInferenceRequestException">The bytes are not such a call.</exception>
    public static void Decode(ReadOnlySpan<byte> payload, InferenceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Read(payload, (root, blobs) =>
        {
            request.Id = PayloadJson.ReadText(root, "id");
            PayloadJson.ReadParameters(root, request.Parameters);
            PayloadJson.ReadTensors(root, "inputs", request.Inputs, blobs);
            PayloadJson.ReadNames(root, "outputs", request.RequestedOutputs);
            PayloadJson.ReadContext(root, request.Context);
        });
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="payload">Bytes that <see cref="Encode(InferenceResponse)"/> wrote.</param>
    /// <param name="response">Receives the answer; it is reset first.</param>
    /// <exception cref="InvalidInferenceRequestException">The bytes are not such an answer.</exception>
    public static void Decode(ReadOnlySpan<byte> payload, InferenceResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Reset();
        Read(payload, (root, blobs) =>
        {
            response.ModelName = PayloadJson.ReadText(root, "model_name") ?? string.Empty;
            response.ModelVersion = PayloadJson.ReadText(root, "model_version") ?? string.Empty;
            response.Id = PayloadJson.ReadText(root, "id");
            PayloadJson.ReadParameters(root, response.Parameters);
            PayloadJson.ReadTensors(root, "outputs", response.Outputs, blobs);
        });
    }

    private static byte[] Write(InferenceTensorCollection tensors, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> head = new();
        using (Utf8JsonWriter writer = new(head))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        int length = checked(LengthPrefix + head.WrittenCount);
        foreach (InferenceTensor tensor in tensors) { length = checked(length + tensor.ByteLength); }
        byte[] payload = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(payload, head.WrittenCount);
        head.WrittenSpan.CopyTo(payload.AsSpan(LengthPrefix));
        int offset = LengthPrefix + head.WrittenCount;
        foreach (InferenceTensor tensor in tensors)
        {
            tensor.Bytes.CopyTo(payload.AsSpan(offset));
            offset += tensor.ByteLength;
        }

        return payload;
    }

    private static void Read(ReadOnlySpan<byte> payload, Action<JsonElement, PayloadBlobs> read)
    {
        int json = payload.Length < LengthPrefix ? -1 : BinaryPrimitives.ReadInt32LittleEndian(payload);
        if (json < 0 || json > payload.Length - LengthPrefix) { throw Unreadable(null); }
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload.Slice(LengthPrefix, json).ToArray());
            read(document.RootElement, new PayloadBlobs(payload[(LengthPrefix + json)..].ToArray()));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw Unreadable(error);
        }
    }

    private static InvalidInferenceRequestException Unreadable(Exception? cause) =>
        new("The payload of a job cannot be read: it is damaged, or another release wrote it. Submit the call anew.", cause);
}
