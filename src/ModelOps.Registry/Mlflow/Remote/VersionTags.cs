using System.Globalization;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>What MLflow has no field for, as tags of the version. The description is cut into pieces that servers of all ages take.</summary>
internal static class VersionTags
{
    public const string Prefix = "modelops.";
    public const string Version = Prefix + "version";
    public const string Format = Prefix + "format";
    public const string Digest = Prefix + "digest";
    public const string Key = Prefix + "idempotency_key";
    public const string Upload = Prefix + "upload";
    public const string DocumentFile = "modelops.json";
    private const string Document = Prefix + "document.";
    private const int PieceLength = 4_000; // MLflow took 5,000 characters at first
    private const int MaxPieces = 16;

    /// <summary>The tags that hold a document; none when it is too long, and is read from its file.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write(string document)
    {
        if (document.Length > PieceLength * MaxPieces) { yield break; }
        for (int i = 0; i * PieceLength < document.Length; i++)
        {
            yield return KeyValuePair.Create(Document + i.ToString(CultureInfo.InvariantCulture), document.Substring(i * PieceLength, Math.Min(PieceLength, document.Length - (i * PieceLength))));
        }
    }

    /// <summary>The document in a version's tags; null when there is none, or it is damaged.</summary>
    public static VersionDocument? Read(WireVersion version)
    {
        List<string> pieces = [];
        while (pieces.Count < MaxPieces && version.Tags.TryGetValue(Document + pieces.Count.ToString(CultureInfo.InvariantCulture), out string? piece)) { pieces.Add(piece); }
        return pieces.Count == 0 ? null : Read(version, string.Concat(pieces));
    }

    /// <summary>Reads a document whose list of files is the one that the version's digest binds; null when it is not.</summary>
    public static VersionDocument? Read(WireVersion version, string json)
    {
        try
        {
            VersionDocument? document = JsonSerializer.Deserialize(json, RegistryJson.Default.VersionDocument);
            return document?.Files is { Count: > 0 } files
                && files.All(static f => f is not null && ModelFile.IsPath(f.Path) && f.Size >= 0 && Artifacts.Digest.IsDigest(f.Digest))
                && !Validation.PathRules.Check(files.Select(static f => f.Path)).Any()
                && version.Tags.GetValueOrDefault(Digest) == VersionManifest.DigestOf(files)
                    ? document
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Tags without ours.</summary>
    public static IReadOnlyDictionary<string, string> WithoutOwn(IReadOnlyDictionary<string, string> tags) =>
        tags.Where(static t => !t.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(static t => t.Key, static t => t.Value);
}
