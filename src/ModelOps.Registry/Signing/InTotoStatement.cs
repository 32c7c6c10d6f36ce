using System.Text.Json;

namespace ModelOps.Registry.Signing;

/// <summary>The frame of an in-toto statement, version 1: what it says, about which one subject.</summary>
internal static class InTotoStatement
{
    private const string Type = "https://in-toto.io/Statement/v1";

    /// <summary>Begins the statement; the caller writes <c>predicate</c> and ends the object.</summary>
    public static void WriteHead(Utf8JsonWriter json, string subject, string sha256, string predicateType)
    {
        json.WriteStartObject();
        json.WriteString("_type", Type);
        json.WriteStartArray("subject");
        json.WriteStartObject();
        json.WriteString("name", subject);
        json.WriteStartObject("digest");
        json.WriteString("sha256", sha256);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("predicateType", predicateType);
    }

    /// <exception cref="ModelSigningException">It is another type of statement, or has not one subject.</exception>
    public static JsonElement ReadSubject(JsonElement statement, string predicateType)
    {
        if (statement.Text("_type") is var type && type != Type) { throw ModelSigningException.Unsupported($"makes a statement of type '{type}'"); }
        if (statement.Text("predicateType") is var predicate && predicate != predicateType) { throw ModelSigningException.Unsupported($"states '{predicate}', not '{predicateType}'"); }
        JsonElement subjects = statement.Part("subject");
        return subjects.GetArrayLength() == 1 ? subjects[0] : throw ModelSigningException.Malformed($"has {subjects.GetArrayLength()} subjects where one is expected");
    }
}
