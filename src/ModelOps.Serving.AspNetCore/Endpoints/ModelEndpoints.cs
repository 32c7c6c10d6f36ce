using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

internal sealed class ModelEndpoints(IInferenceClient client)
{
    public async Task GetAsync(HttpContext context)
    {
        ModelMetadata metadata = await client.GetMetadataAsync(RouteReferences.Read(context), context.RequestAborted).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context.Response, writer => Write(writer, metadata), context.RequestAborted).ConfigureAwait(false);
    }

    public async Task GetReadyAsync(HttpContext context)
    {
        ModelReference model = RouteReferences.Read(context);
        if (!await client.IsReadyAsync(model, context.RequestAborted).ConfigureAwait(false))
        {
            throw new ModelNotReadyException(model.ToString(), "it is not loaded and warm");
        }

        await JsonAnswer.WriteAsync(
            context.Response,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, model.Name);
                writer.WriteBoolean("ready"u8, true);
                writer.WriteEndObject();
            },
            context.RequestAborted).ConfigureAwait(false);
    }

    public async Task GetConfigAsync(HttpContext context)
    {
        ModelMetadata metadata = await client.GetMetadataAsync(RouteReferences.Read(context), context.RequestAborted).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context.Response, writer => ModelConfigJson.Write(writer, metadata), context.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter writer, ModelMetadata metadata)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, metadata.Name);
        writer.WriteStartArray("versions"u8);
        foreach (string version in metadata.Versions) { writer.WriteStringValue(version); }
        writer.WriteEndArray();
        writer.WriteString("platform"u8, metadata.Platform);
        Write(writer, "inputs"u8, metadata.Signature.Inputs);
        Write(writer, "outputs"u8, metadata.Signature.Outputs);
        writer.WriteStartObject("properties"u8);
        foreach ((string name, string value) in metadata.Properties) { writer.WriteString(name, value); }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<TensorSpec> tensors)
    {
        writer.WriteStartArray(name);
        foreach (TensorSpec tensor in tensors)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, tensor.Name);
            writer.WriteString("datatype"u8, tensor.DataType.ToName());
            writer.WriteStartArray("shape"u8);
            foreach (long dimension in tensor.Shape) { writer.WriteNumberValue(dimension); }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
