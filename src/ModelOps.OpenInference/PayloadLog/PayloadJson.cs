using System.Text.Json;
using System.Text.Unicode;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.PayloadLog;

/// <summary>Writes calls in the protocol's JSON. What has no JSON form (FP16, BF16, bytes that are no text) is told in base64, with the parameter that says so.</summary>
internal static class PayloadJson
{
    public static void WriteRequest(Utf8JsonWriter writer, PayloadRecord record)
    {
        writer.WriteStartObject();
        if (record.Request.Id is { } id) { writer.WriteString("id"u8, id); }
        WriteParameters(writer, record.Request.Parameters);
        WriteTensors(writer, "inputs"u8, record.Request.Inputs, record.Omitted);
        writer.WriteEndObject();
    }

    public static void WriteResponse(Utf8JsonWriter writer, PayloadRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("model_name"u8, record.Response.ModelName);
        writer.WriteString("model_version"u8, record.Response.ModelVersion);
        if (record.Response.Id is { } id) { writer.WriteString("id"u8, id); }
        WriteTensors(writer, "outputs"u8, record.Response.Outputs, record.Omitted);
        writer.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter writer, InferenceParameterCollection parameters)
    {
        if (parameters.Count == 0) { return; }
        writer.WriteStartObject("parameters"u8);
        for (int i = 0; i < parameters.Count; i++)
        {
            (string name, InferenceParameter value) = parameters[i];
            if (value.TryGet(out bool truth)) { writer.WriteBoolean(name, truth); }
            else if (value.TryGet(out long signed)) { writer.WriteNumber(name, signed); }
            else if (value.TryGet(out ulong natural)) { writer.WriteNumber(name, natural); }
            else if (value.TryGet(out string text)) { writer.WriteString(name, text); }
            else if (value.TryGet(out double number) && double.IsFinite(number)) { writer.WriteNumber(name, number); }
        }

        writer.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter writer, ReadOnlySpan<byte> name, InferenceTensorCollection tensors, HashSet<InferenceTensor> omitted)
    {
        writer.WriteStartArray(name);
        for (int i = 0; i < tensors.Count; i++)
        {
            InferenceTensor tensor = tensors[i];
            writer.WriteStartObject();
            writer.WriteString("name"u8, tensor.Name);
            writer.WriteString("datatype"u8, tensor.DataType.ToName());
            writer.WriteStartArray("shape"u8);
            foreach (long dimension in tensor.Shape) { writer.WriteNumberValue(dimension); }
            writer.WriteEndArray();
            WriteValues(writer, tensor, omitted.Contains(tensor));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter writer, InferenceTensor tensor, bool isOmitted)
    {
        if (!isOmitted && HasJsonForm(tensor))
        {
            writer.WriteStartArray("data"u8);
            TensorJson.Write(writer, tensor, 0, (int)tensor.ElementCount);
            writer.WriteEndArray();
            return;
        }

        writer.WriteStartObject("parameters"u8);
        if (isOmitted) { writer.WriteBoolean("omitted"u8, true); } else { writer.WriteBase64String("base64"u8, tensor.Bytes); }
        writer.WriteEndObject();
    }

    private static bool HasJsonForm(InferenceTensor tensor)
    {
        if (tensor.DataType is TensorDataType.Float16 or TensorDataType.BFloat16) { return false; }
        if (tensor.DataType != TensorDataType.Bytes) { return true; }
        foreach (ReadOnlySpan<byte> element in tensor.EnumerateElements())
        {
            if (!Utf8.IsValid(element)) { return false; }
        }

        return true;
    }
}
