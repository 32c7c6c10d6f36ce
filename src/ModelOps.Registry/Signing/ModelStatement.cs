using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace ModelOps.Registry.Signing;

/// <summary>The in-toto statement of OpenSSF model signing, version 1.0: which files a model has.</summary>
/// <remarks>The digest of the subject covers the digests of the files in order and not their names; the names are bound by the signature over the
/// whole statement. It is therefore never used as an identity here: <see cref="ModelVersion.Digest"/> is.</remarks>
internal sealed record ModelStatement(string Name, IReadOnlyList<SignedResource> Resources)
{
    public const string PredicateType = "https://model_signing/signature/v1.0";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Paths that the signer left out, files or whole folders.</summary>
    public IReadOnlyList<string> IgnoredPaths { get; init; } = [];

    public bool AllowsSymbolicLinks { get; init; }

    /// <summary>Bytes of a shard; null when whole files were signed.</summary>
    public long? ShardSize { get; init; }

    public byte[] Write()
    {
        SignedResource[] ordered = [.. Resources.OrderBy(static r => r.Name, ComponentOrder.Instance)];
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            InTotoStatement.WriteHead(json, Name, RootOf(ordered), PredicateType);
            json.WriteStartObject("predicate");
            json.WriteStartObject("serialization");
            json.WriteString("method", "files");
            json.WriteString("hash_type", "sha256");
            json.WriteBoolean("allow_symlinks", AllowsSymbolicLinks);
            json.WriteStartArray("ignore_paths");
            foreach (string path in IgnoredPaths.Order(ComponentOrder.Instance)) { json.WriteStringValue(path); }
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartArray("resources");
            foreach (SignedResource resource in ordered)
            {
                json.WriteStartObject();
                json.WriteString("name", resource.Name);
                json.WriteString("algorithm", "sha256");
                json.WriteString("digest", resource.Sha256);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="ModelSigningException">The payload is no such statement, or contradicts itself.</exception>
    public static ModelStatement Read(ReadOnlyMemory<byte> payload) => StatementJson.Reading(() =>
    {
        using JsonDocument document = JsonDocument.Parse(payload, Strict);
        JsonElement subject = InTotoStatement.ReadSubject(document.RootElement, PredicateType);
        JsonElement predicate = document.RootElement.Part("predicate");
        JsonElement serialization = predicate.Part("serialization");
        string method = serialization.Text("method");
        if (method is not ("files" or "shards")) { throw ModelSigningException.Unsupported($"lists files by the method '{method}'"); }
        if (serialization.Text("hash_type") is var hash && hash != "sha256") { throw ModelSigningException.Unsupported($"hashes files by '{hash}'"); }
        SignedResource[] resources = [.. predicate.Part("resources").EnumerateArray().Select(ReadResource)];
        if (resources.Select(static r => r.Name).Distinct(StringComparer.Ordinal).Count() != resources.Length) { throw ModelSigningException.Malformed("lists a file twice"); }
        if (subject.Part("digest").Text("sha256") != RootOf(resources))
        {
            throw new ModelSigningException(ModelSigningFailure.Inconsistent, "the digest in its signed statement is not that of the files listed there", "Have the model signed anew.");
        }

        long? shardSize = method == "shards" ? (long)serialization.Part("shard_size").GetDouble() : null; // a protobuf number: 1000000000.0 is one
        if (shardSize < 1) { throw ModelSigningException.Malformed($"has shards of {shardSize} bytes"); }
        return new ModelStatement(subject.Text("name"), resources)
        {
            AllowsSymbolicLinks = serialization.TryGetProperty("allow_symlinks", out JsonElement links) && links.GetBoolean(),
            IgnoredPaths = serialization.TryGetProperty("ignore_paths", out JsonElement ignored) ? [.. ignored.EnumerateArray().Select(static p => p.GetString() ?? "")] : [],
            ShardSize = shardSize,
        };
    });

    /// <summary>Hex SHA-256 over the raw digests of the files, in the order given.</summary>
    public static string RootOf(IEnumerable<SignedResource> resources)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SignedResource resource in resources) { hash.AppendData(Convert.FromHexString(resource.Sha256)); }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static string ShardName(string path, long start, long end) => string.Create(CultureInfo.InvariantCulture, $"{path}:{start}:{end}");

    private static SignedResource ReadResource(JsonElement resource)
    {
        if (resource.Text("algorithm") is var algorithm && algorithm != "sha256") { throw ModelSigningException.Unsupported($"hashes a file by '{algorithm}'"); }
        string digest = resource.Text("digest");
        return digest.Length == 64 ? new SignedResource(resource.Text("name"), digest) : throw ModelSigningException.Malformed("has a digest that is no SHA-256");
    }
}
