using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>Specifications as they are stored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TrainingJobSpec))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class TrainingSpecJson : JsonSerializerContext
{
    public static string Write(TrainingJobSpec spec) => JsonSerializer.Serialize(Ordered(spec), Default.TrainingJobSpec);

    public static TrainingJobSpec Read(string json) => JsonSerializer.Deserialize(json, Default.TrainingJobSpec)!;

    public static string Parameters(TrainingJobSpec spec) =>
        JsonSerializer.Serialize(new SortedDictionary<string, string>(spec.Parameters.ToDictionary(), StringComparer.Ordinal), Default.SortedDictionaryStringString);

    public static string Names(IEnumerable<string> names) => JsonSerializer.Serialize([.. names], Default.StringArray);

    /// <summary>The same for the same work. Why it runs is no part of the work.</summary>
    public static string Fingerprint(TrainingJobSpec spec) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(spec with { Reason = null }))));

    private static TrainingJobSpec Ordered(TrainingJobSpec spec) =>
        spec with { Parameters = new SortedDictionary<string, string>(spec.Parameters.ToDictionary(), StringComparer.Ordinal) };
}
