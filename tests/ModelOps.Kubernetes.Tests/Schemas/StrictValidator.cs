using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ModelOps.Kubernetes.Tests.Schemas;

/// <summary>Says what an API server with strict field validation would refuse, by the published schemas and by the rules of <see cref="ServerRules"/>.</summary>
internal sealed partial class StrictValidator(KubernetesSchemas schemas)
{
    internal IReadOnlyList<string> Validate(JsonNode manifest)
    {
        string apiVersion = (string?)manifest["apiVersion"] ?? "";
        string kind = (string?)manifest["kind"] ?? "";
        if (schemas.Find(apiVersion, kind) is not { } schema) { return [$"no kind \"{kind}\" in version \"{apiVersion}\""]; }
        List<string> errors = [];
        Validate(manifest, schema, "", errors);
        if (errors.Count == 0) { errors.AddRange(ServerRules.Check(kind, manifest)); } // a server decodes first
        return errors;
    }

    private void Validate(JsonNode? value, JsonObject schema, string path, List<string> errors)
    {
        schema = schemas.Resolve(schema);
        if (value is null)
        {
            errors.Add($"{path}: null");
            return;
        }
        if (schema["oneOf"] is JsonArray choices && !choices.Any(choice => IsOfType(value, (string?)choice!["type"]))) { errors.Add($"{path}: none of the allowed types"); }
        if (schema["type"] is { } type && !IsOfType(value, (string?)type))
        {
            errors.Add($"{path}: expected {type}, found {value.GetValueKind()}");
            return;
        }
        if (schema["enum"] is JsonArray allowed && !allowed.Any(item => JsonNode.DeepEquals(item, value))) { errors.Add($"{path}: {value.ToJsonString()} is not one of {allowed.ToJsonString()}"); }
        CheckFormat(value, schema, path, errors);
        switch (value)
        {
            case JsonObject fields: ValidateFields(fields, schema, path, errors); break;
            case JsonArray items: ValidateItems(items, schema, path, errors); break;
            default: break;
        }
    }

    private void ValidateFields(JsonObject fields, JsonObject schema, string path, List<string> errors)
    {
        foreach (JsonNode? name in schema["required"]?.AsArray() ?? [])
        {
            if (!fields.ContainsKey((string)name!)) { errors.Add($"missing required field \"{Join(path, (string)name!)}\""); }
        }
        JsonObject? known = schema["properties"]?.AsObject();
        JsonNode? additional = schema["additionalProperties"];
        foreach ((string name, JsonNode? value) in fields)
        {
            if (known?[name] is JsonObject property) { Validate(value, property, Join(path, name), errors); }
            else if (additional is JsonObject entry) { Validate(value, entry, Join(path, name), errors); }
            else if (known is not null || additional is null) { errors.Add($"unknown field \"{Join(path, name)}\""); }
        }
    }

    private void ValidateItems(JsonArray items, JsonObject schema, string path, List<string> errors)
    {
        if (schema["items"] is not JsonObject itemSchema) { return; }
        for (int i = 0; i < items.Count; i++) { Validate(items[i], itemSchema, $"{path}[{i}]", errors); }
        IEnumerable<string>? keys = (string?)schema["x-kubernetes-list-type"] switch
        {
            "map" => items.Select(item => MapKey(item!, schema["x-kubernetes-list-map-keys"]!.AsArray(), schemas.Resolve(itemSchema))),
            "set" => items.Select(static item => item!.ToJsonString()),
            _ => null,
        };
        foreach (string duplicate in keys?.GroupBy(static k => k, StringComparer.Ordinal).Where(static g => g.Count() > 1).Select(static g => g.Key) ?? [])
        {
            errors.Add($"{path}: duplicate entries for key {duplicate}");
        }
    }

    private static string MapKey(JsonNode item, JsonArray names, JsonObject itemSchema) =>
        string.Join(',', names.Select(name => $"{name}={(item[(string)name!] ?? itemSchema["properties"]?[(string)name!]?["default"])?.ToJsonString() ?? "none"}"));

    private static void CheckFormat(JsonNode value, JsonObject schema, string path, List<string> errors)
    {
        bool fits = (string?)schema["format"] switch
        {
            "int32" => int.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out _),
            "int64" => long.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out _),
            "date-time" => DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, out _),
            "byte" => Convert.TryFromBase64String(value.ToString(), new byte[value.ToString().Length], out _),
            _ => true,
        };
        if (!fits) { errors.Add($"{path}: {value.ToJsonString()} is not a {schema["format"]}"); }
        bool isQuantity = schema["oneOf"] is not null && schema["format"] is null;
        if (isQuantity && !Quantity.IsMatch(value.ToString())) { errors.Add($"{path}: \"{value}\" is not a quantity"); }
    }

    private static bool IsOfType(JsonNode value, string? type) => (type, value.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        (null, _) => true,
        _ => false,
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    [GeneratedRegex(@"^[+-]?(?:[0-9]+|[0-9]+\.[0-9]*|\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quantity { get; }
}
