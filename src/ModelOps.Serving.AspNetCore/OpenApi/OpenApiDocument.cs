using System.Text.Json;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.OpenApi;

/// <summary>Writes mapped operations as an OpenAPI 3.1 document.</summary>
/// <remarks>Source: OpenAPI Specification 3.1.1.</remarks>
internal static class OpenApiDocument
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<(string Path, EndpointOperation Operation)> operations)
    {
        writer.WriteStartObject();
        writer.WriteString("openapi"u8, "3.1.1"u8);
        writer.WriteStartObject("info"u8);
        writer.WriteString("title"u8, "Open Inference Protocol"u8);
        writer.WriteString("version"u8, ServerEndpoint.Version);
        writer.WriteString("description"u8, "Health, metadata, inference and repository of the models that ModelOps hosts."u8);
        writer.WriteEndObject();
        writer.WriteStartObject("paths"u8);
        foreach (IGrouping<string, (string Path, EndpointOperation Operation)> path in operations.GroupBy(static o => o.Path, StringComparer.Ordinal))
        {
            writer.WriteStartObject(path.Key);
            WriteParameters(writer, path.Key);
            foreach ((_, EndpointOperation operation) in path) { Write(writer, path.Key, operation); }
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("components"u8);
        writer.WritePropertyName("schemas"u8);
        writer.WriteRawValue(OpenApiSchemas.Json);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter writer, string path)
    {
        string[] names = [.. path.Split('/').Where(static part => part.StartsWith('{')).Select(static part => part.Trim('{', '}', '*'))];
        if (names.Length == 0) { return; }
        writer.WriteStartArray("parameters"u8);
        foreach (string name in names)
        {
            string description = name switch
            {
                "model" => "Name of the model; also written name@alias.",
                "version" => "A running number, a semantic version or an alias.",
                _ => string.Empty,
            };
            WriteParameter(writer, name, "path", "string", description, isRequired: true);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string path, EndpointOperation operation)
    {
        string suffix = path.Contains("/versions/{version}", StringComparison.Ordinal) ? "OfVersion"
            : path.Contains("{model}/trace", StringComparison.Ordinal) ? "OfModel"
            : string.Empty;
        writer.WriteStartObject(operation.Method);
        writer.WriteString("operationId"u8, operation.Id + suffix);
        writer.WriteString("summary"u8, operation.Summary);
        writer.WriteStartArray("tags"u8);
        writer.WriteStringValue(operation.IsAdmin ? "Administration"u8 : "Inference"u8);
        writer.WriteEndArray();
        if (operation.HasTensors)
        {
            writer.WriteStartArray("parameters"u8);
            WriteParameter(writer, WireFormat.JsonLengthHeader, "header", "integer", "Bytes of JSON that begin the body; tensors in binary form follow. 0: the body is the only input's bytes.", isRequired: false);
            writer.WriteEndArray();
        }

        WriteRequest(writer, operation);
        WriteResponses(writer, operation);
        writer.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter writer, EndpointOperation operation)
    {
        if (operation.Request is not { } schema) { return; }
        writer.WriteStartObject("requestBody"u8);
        writer.WriteBoolean("required"u8, operation.IsRequestRequired);
        WriteContent(writer, schema, operation.HasTensors);
        writer.WriteEndObject();
    }

    private static void WriteResponses(Utf8JsonWriter writer, EndpointOperation operation)
    {
        writer.WriteStartObject("responses"u8);
        writer.WriteStartObject("200"u8);
        writer.WriteString("description"u8, "Success."u8);
        WriteContent(writer, operation.Answer, operation.HasTensors);
        writer.WriteEndObject();
        if (operation.IsAdmin)
        {
            WriteRefusal(writer, "401", "The caller is not authenticated.");
            WriteRefusal(writer, "403", "The caller is not authorised, or the settings do not allow it.");
        }

        writer.WriteStartObject("default"u8);
        writer.WriteString("description"u8, "It failed: 400 cannot be read or does not fit, 404 no such model or version, 409 conflict, 413 too large, 415 another content type or coding, 429 quota, 500 failed here, 503 not ready or too much at once."u8);
        WriteContent(writer, "Error", hasTensors: false);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRefusal(Utf8JsonWriter writer, string status, string description)
    {
        writer.WriteStartObject(status);
        writer.WriteString("description"u8, description);
        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, string schema, bool hasTensors)
    {
        writer.WriteStartObject("content"u8);
        writer.WriteStartObject(WireFormat.JsonContentType);
        writer.WriteStartObject("schema"u8);
        writer.WriteString("$ref"u8, $"#/components/schemas/{schema}");
        writer.WriteEndObject();
        writer.WriteEndObject();
        if (hasTensors)
        {
            writer.WriteStartObject(WireFormat.BinaryContentType); // 3.1: binary content has no schema
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter writer, string name, string place, string type, string description, bool isRequired)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, name);
        writer.WriteString("in"u8, place);
        writer.WriteString("description"u8, description);
        writer.WriteBoolean("required"u8, isRequired);
        writer.WriteStartObject("schema"u8);
        writer.WriteString("type"u8, type);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
