using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.PayloadLog;

/// <summary>Writes calls in the protocol's JSON. What has no JSON form (FP16, BF16, bytes that are no text) is told in base64, with the parameter that says so.</summary>
internal static class PayloadJson
{
    public static void WriteRequest(Utf8JsonWriter writer, PayloadRecord record)
    {
        writer.WriteStartObject();
        if (record.Request.Id is { } id) { writer.WriteString("id"u8, id); }
        ParameterJson.Write(writer, record.Request.Parameters);
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

    private static void WriteTensors(Utf8JsonWriter writer, ReadOnlySpan<byte> name, InferenceTensorCollection tensors, HashSet<InferenceTensor> omitted)
    {
        writer.WriteStartArray(name);
        for (int i = 0; i < tensors.Count; i++)
        {
            InferenceTensor tensor = tensors[i];
            TensorJson.WriteStart(writer, tensor);
            WriteValues(writer, tensor, omitted.Contains(tensor));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter writer, InferenceTensor tensor, bool isOmitted)
    {
        if (!isOmitted && TensorJson.HasForm(tensor))
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
}
