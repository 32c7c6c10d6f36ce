using System.Text.Json;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Quality;

/// <summary>A data schema as a file of a model version: versioned JSON.</summary>
public static class DataSchemaFile
{
    /// <summary>Path of the schema inside a model version.</summary>
    public const string Name = "data-schema.json";

    /// <summary>Largest file that is read.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Writes a schema. Equal schemas give equal bytes.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>UTF-8 JSON.</returns>
    /// <exception cref="ArgumentException">Rules contradict each other, or do not fit the type of their column.</exception>
    public static byte[] Write(DataSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        SchemaProblems.ThrowIfAny(schema, nameof(schema));
        return JsonSerializer.SerializeToUtf8Bytes(SchemaDocument.From(schema), SchemaJsonContext.Default.SchemaDocument);
    }

    /// <summary>Reads a schema; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Write"/> wrote, or a person.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="DataFormatException">The bytes are no such schema, contradict themselves, or exceed the limits.</exception>
    public static DataSchema Read(ReadOnlySpan<byte> utf8Json)
    {
        SchemaDocument document = BoundedJson.Read(
            utf8Json, MaxBytes, SchemaJsonContext.Default.SchemaDocument, "a schema", static (problem, cause) => new DataFormatException("data schema", "$", problem, cause));
        if (document.Format != SchemaDocument.ExpectedFormat || document.Version != SchemaDocument.CurrentVersion)
        {
            throw new DataFormatException(
                "data schema", "$.format", $"it should be '{SchemaDocument.ExpectedFormat}' version {SchemaDocument.CurrentVersion}");
        }

        DataSchema schema = document.ToSchema();
        return SchemaProblems.Find(schema) is { } problem ? throw new DataFormatException("data schema", "$", problem) : schema;
    }
}
