using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.Wandb;

/// <summary>What may be named how, and names that are the same each time.</summary>
internal static class WandbNames
{
    private const int MaxLength = 128;

    /// <summary>Whether a text may be an entity, a project or a run: it is a part of a path there.</summary>
    public static bool IsName(string? text) =>
        text is { Length: >= 1 and <= MaxLength } && text is not ("." or "..") && !text.Any(static c => char.IsControl(c) || c is '/' or '\\' or '#' or '?' or '%' or ':');

    /// <summary>Whether a text may name a collection of artifacts.</summary>
    public static bool IsCollection(string? text) =>
        text is { Length: >= 1 and <= MaxLength } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The run that a version without one is logged by.</summary>
    public static string RunOf(ModelVersion version) => "registry-" + Hash(SHA256.HashData, version.Model, version.Digest)[..20];

    /// <summary>What the server knows one artifact by before it has an id; the same each time, so that a repeated creation is the same artifact.</summary>
    public static string ClientId(params ReadOnlySpan<string> parts) => Hash(SHA512.HashData, parts);

    private static string Hash(Func<byte[], byte[]> hash, params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
