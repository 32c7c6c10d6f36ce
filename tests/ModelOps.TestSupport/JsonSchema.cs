using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ModelOps.TestSupport;

/// <summary>Validates JSON by a JSON Schema (draft 7, and what of 2020-12 OpenLineage uses) file and the files it refers to. An unknown keyword is an error, never ignored.</summary>
/// <param name="file">The schema.</param>
public sealed class JsonSchema(string file)
{
    private static readonly HashSet<string> Annotations =
    [
        "$schema", "$id", "$comment", "title", "description", "default", "examples", "definitions", "format", "comment", "meta:enum", "markdownDescription",
        "deprecated", "deprecationMessage", "enumDescriptions", "contentMediaType", "contentEncoding", "readOnly", "writeOnly", "then", "else", "tsType", "x-intellij-html-description", "$defs", "example",
    ];

    private readonly Dictionary<string, JsonNode> _files = [];

    /// <summary>What is wrong with a document, one line for each fault; empty when it is valid.</summary>
    public IReadOnlyList<string> Validate(JsonNode? document)
    {
        List<string> errors = [];
        Check(document, Load(file), file, "$", errors);
        return errors;
    }

    private void Check(JsonNode? value, JsonNode schema, string file, string path, List<string> errors)
    {
        if (schema is JsonValue)
        {
            if (!schema.GetValue<bool>()) { errors.Add($"{path}: nothing is allowed here"); }
            return;
        }

        JsonObject rules = schema.AsObject();
        if (rules["$ref"] is JsonNode reference) // in draft 7 it stands alone
        {
            (JsonNode target, string targetFile) = Resolve((string)reference!, file);
            Check(value, target, targetFile, path, errors);
            return;
        }

        foreach ((string keyword, JsonNode? rule) in rules)
        {
            if (!Annotations.Contains(keyword)) { Apply(keyword, rule!, rules, value, file, path, errors); }
        }
    }

    private void Apply(string keyword, JsonNode rule, JsonObject rules, JsonNode? value, string file, string path, List<string> errors)
    {
        void Require(bool holds, string what)
        {
            if (!holds) { errors.Add($"{path}: {what}"); }
        }

        bool Fits(JsonNode schema)
        {
            List<string> inner = [];
            Check(value, schema, file, path, inner);
            return inner.Count == 0;
        }

        switch (keyword)
        {
            case "type": Require(Names(rule).Any(name => IsType(value, name)), $"expected {rule.ToJsonString()}, found {Show(value)}"); break;
            case "enum": Require(rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)), $"{Show(value)} is not one of {rule.ToJsonString()}"); break;
            case "const": Require(JsonNode.DeepEquals(rule, value), $"expected {rule.ToJsonString()}, found {Show(value)}"); break;
            case "allOf": foreach (JsonNode? part in rule.AsArray()) { Check(value, part!, file, path, errors); } break;
            case "anyOf": Require(rule.AsArray().Any(part => Fits(part!)), $"{Show(value)} fits none of the alternatives"); break;
            case "oneOf": RequireOne(value, rule.AsArray(), file, path, errors); break;
            case "not": Require(!Fits(rule), $"{Show(value)} is what is ruled out"); break;
            case "if": if (rules[Fits(rule) ? "then" : "else"] is JsonNode branch) { Check(value, branch, file, path, errors); } break;
            case "properties" or "patternProperties" or "additionalProperties" or "propertyNames" or "required" or "minProperties" or "maxProperties" or "dependencies":
                if (value is JsonObject properties) { ApplyToObject(keyword, rule, rules, properties, file, path, errors); }
                break;
            case "items" or "additionalItems" or "minItems" or "maxItems" or "uniqueItems":
                if (value is JsonArray items) { ApplyToArray(keyword, rule, rules, items, file, path, errors); }
                break;
            case "pattern" or "minLength" or "maxLength":
                if (value?.GetValueKind() == JsonValueKind.String) { ApplyToString(keyword, rule, (string)value!, Require); }
                break;
            case "minimum": Require(value?.GetValueKind() != JsonValueKind.Number || Number(value) >= Number(rule), $"{Show(value)} is below {rule}"); break;
            case "maximum": Require(value?.GetValueKind() != JsonValueKind.Number || Number(value) <= Number(rule), $"{Show(value)} is above {rule}"); break;
            default: throw new NotSupportedException($"This validator does not know the keyword '{keyword}' at {path}. Teach it.");
        }
    }

    private void ApplyToObject(string keyword, JsonNode rule, JsonObject rules, JsonObject value, string file, string path, List<string> errors)
    {
        switch (keyword)
        {
            case "properties":
                foreach ((string name, JsonNode? schema) in rule.AsObject())
                {
                    if (value.ContainsKey(name)) { Check(value[name], schema!, file, $"{path}.{name}", errors); }
                }

                break;
            case "patternProperties":
                foreach ((string pattern, JsonNode? schema) in rule.AsObject())
                {
                    foreach ((string name, JsonNode? child) in value.Where(p => Matches(p.Key, pattern))) { Check(child, schema!, file, $"{path}.{name}", errors); }
                }

                break;
            case "additionalProperties":
                foreach ((string name, JsonNode? child) in value)
                {
                    bool known = rules["properties"]?.AsObject().ContainsKey(name) == true
                        || rules["patternProperties"]?.AsObject().Any(p => Matches(name, p.Key)) == true;
                    if (!known) { Check(child, rule, file, $"{path}.{name}", errors); }
                }

                break;
            case "propertyNames": foreach ((string name, _) in value) { Check(name, rule, file, $"{path}.{name}", errors); } break;
            case "required":
                errors.AddRange(rule.AsArray().Select(static n => (string)n!).Where(name => !value.ContainsKey(name)).Select(name => $"{path}: '{name}' is missing"));
                break;
            case "minProperties": if (value.Count < (int)rule) { errors.Add($"{path}: fewer than {rule} properties"); } break;
            case "maxProperties": if (value.Count > (int)rule) { errors.Add($"{path}: more than {rule} properties"); } break;
            case "dependencies":
                foreach ((string name, JsonNode? needs) in rule.AsObject().Where(d => value.ContainsKey(d.Key)))
                {
                    if (needs is not JsonArray names) { Check(value, needs!, file, path, errors); continue; }
                    errors.AddRange(names.Select(static n => (string)n!).Where(n => !value.ContainsKey(n)).Select(n => $"{path}: '{name}' needs '{n}'"));
                }

                break;
        }
    }

    private void ApplyToArray(string keyword, JsonNode rule, JsonObject rules, JsonArray value, string file, string path, List<string> errors)
    {
        switch (keyword)
        {
            case "items":
                for (int i = 0; i < value.Count; i++)
                {
                    JsonNode? schema = rule is JsonArray positions ? positions.ElementAtOrDefault(i) : rule;
                    if (schema is not null) { Check(value[i], schema, file, $"{path}[{i}]", errors); }
                }

                break;
            case "additionalItems":
                for (int i = (rules["items"] as JsonArray)?.Count ?? value.Count; i < value.Count; i++) { Check(value[i], rule, file, $"{path}[{i}]", errors); }
                break;
            case "minItems": if (value.Count < (int)rule) { errors.Add($"{path}: fewer than {rule} items"); } break;
            case "maxItems": if (value.Count > (int)rule) { errors.Add($"{path}: more than {rule} items"); } break;
            case "uniqueItems":
                if ((bool)rule && value.Select(Show).Distinct(StringComparer.Ordinal).Count() < value.Count) { errors.Add($"{path}: an item is there twice"); }
                break;
        }
    }

    private static void ApplyToString(string keyword, JsonNode rule, string value, Action<bool, string> require)
    {
        int length = new StringInfo(value).LengthInTextElements;
        switch (keyword)
        {
            case "pattern": require(Matches(value, (string)rule!), $"'{value}' does not match {rule}"); break;
            case "minLength": require(length >= (int)rule, $"'{value}' is too short"); break;
            case "maxLength": require(length <= (int)rule, $"'{value}' is too long"); break;
        }
    }

    // Names the faults of the closest alternative: without them a failing oneOf says nothing.
    private void RequireOne(JsonNode? value, JsonArray alternatives, string file, string path, List<string> errors)
    {
        List<List<string>> faults = [];
        foreach (JsonNode? alternative in alternatives)
        {
            List<string> inner = [];
            Check(value, alternative!, file, path, inner);
            faults.Add(inner);
        }

        int fitting = faults.Count(static f => f.Count == 0);
        if (fitting == 0) { errors.AddRange(faults.MinBy(static f => f.Count)!); }
        if (fitting > 1) { errors.Add($"{path}: {Show(value)} fits {fitting} alternatives, where only one may fit"); }
    }

    private (JsonNode Schema, string File) Resolve(string reference, string file)
    {
        string[] parts = reference.Split('#', 2);
        string target = parts[0].Length == 0 ? file : Locate(Path.GetDirectoryName(file)!, Path.GetFileName(parts[0]));
        JsonNode node = Load(target);
        foreach (string step in (parts.ElementAtOrDefault(1) ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = (node is JsonArray array ? array[int.Parse(name, CultureInfo.InvariantCulture)] : node[name])
                ?? throw new InvalidOperationException($"{target} has no '{reference}'.");
        }

        return (node, target);
    }

    // A reference by address means the file of that name: beside the schema, or one folder up where parts of it have a folder of their own.
    private static string Locate(string folder, string name) =>
        File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : Path.Combine(Path.GetDirectoryName(folder)!, name);

    private JsonNode Load(string path)
    {
        if (!_files.TryGetValue(path, out JsonNode? schema)) { _files[path] = schema = JsonNode.Parse(File.ReadAllText(path))!; }
        return schema;
    }

    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(10));

    private static IEnumerable<string> Names(JsonNode rule) => rule is JsonArray names ? names.Select(static n => (string)n!) : [(string)rule!];

    private static bool IsType(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && double.IsInteger(Number(value)),
        _ => throw new NotSupportedException($"There is no type '{type}'."),
    };

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static string Show(JsonNode? value) => value?.ToJsonString() is string text ? (text.Length > 120 ? text[..120] + "..." : text) : "null";
}
