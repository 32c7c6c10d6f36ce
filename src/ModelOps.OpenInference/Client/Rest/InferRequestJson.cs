using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.Client.Rest;

/// <summary>Writes the JSON of an inference request: the whole of it, or the head before tensors in binary form.</summary>
internal static class InferRequestJson
{
    /// <exception cref="InvalidInferenceRequestException">A tensor has no JSON form.</exception>
    public static void Write(RestExchange exchange, InferenceRequest request, bool binary, long? timeoutMicroseconds)
    {
        Utf8JsonWriter writer = exchange.Writer;
        writer.Reset(exchange.Head);
        writer.WriteStartObject();
        if (request.Id is { } id) { writer.WriteString("id"u8, id); }
        WriteParameters(writer, request, binary, timeoutMicroseconds);
        writer.WriteStartArray("inputs"u8);
        for (int i = 0; i < request.Inputs.Count; i++) { WriteInput(writer, request.Model.Name, request.Inputs[i], binary); }
        writer.WriteEndArray();
        if (request.RequestedOutputs.Count > 0) { WriteOutputs(writer, request.RequestedOutputs, binary); }
        writer.WriteEndObject();
        writer.Flush();
    }

    private static void WriteParameters(Utf8JsonWriter writer, InferenceRequest request, bool binary, long? timeoutMicroseconds)
    {
        int priority = request.Context.Priority;
        if (!binary && priority == 0 && timeoutMicroseconds is null && request.Parameters.Count == 0) { return; }
        writer.WriteStartObject("parameters"u8);
        if (binary) { writer.WriteBoolean("binary_data_output"u8, true); }
        if (priority != 0) { writer.WriteNumber("priority"u8, priority); }
        if (timeoutMicroseconds is { } timeout) { writer.WriteNumber("timeout"u8, timeout); }
        for (int i = 0; i < request.Parameters.Count; i++) { ParameterJson.Write(writer, request.Parameters[i].Key, request.Parameters[i].Value); }
        writer.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter writer, string model, InferenceTensor tensor, bool binary)
    {
        TensorJson.WriteStart(writer, tensor);
        if (binary)
        {
            writer.WriteStartObject("parameters"u8);
            writer.WriteNumber("binary_data_size"u8, tensor.ByteLength);
            writer.WriteEndObject();
        }
        else
        {
            EnsureHasJsonForm(model, tensor);
            writer.WriteStartArray("data"u8);
            TensorJson.Write(writer, tensor, 0, (int)tensor.ElementCount);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteOutputs(Utf8JsonWriter writer, IList<string> outputs, bool binary)
    {
        writer.WriteStartArray("outputs"u8);
        for (int i = 0; i < outputs.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, outputs[i]);
            if (binary)
            {
                writer.WriteStartObject("parameters"u8);
                writer.WriteBoolean("binary_data"u8, true);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void EnsureHasJsonForm(string model, InferenceTensor tensor)
    {
        string? wrong = tensor.DataType switch
        {
            TensorDataType.Float16 or TensorDataType.BFloat16 => $"{tensor.DataType.ToName()}, which has no JSON form",
            TensorDataType.Float32 when tensor.AsSpan<float>().ContainsAnyNotFinite() => "NaN or an infinity, which has no JSON form",
            TensorDataType.Float64 when tensor.AsSpan<double>().ContainsAnyNotFinite() => "NaN or an infinity, which has no JSON form",
            TensorDataType.Bytes when !TensorJson.HasForm(tensor) => "BYTES that are not UTF-8, which have no JSON form",
            _ => null,
        };
        if (wrong is not null)
        {
            throw InvalidInferenceRequestException.ForInput(model, tensor.Name, "a tensor with a JSON form, since the server does not take the binary one", wrong);
        }
    }

    private static bool ContainsAnyNotFinite<T>(this Span<T> values)
        where T : System.Numerics.INumberBase<T>
    {
        foreach (T value in values)
        {
            if (!T.IsFinite(value)) { return true; }
        }

        return false;
    }
}
