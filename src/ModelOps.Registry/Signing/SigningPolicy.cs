using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Signing;

/// <summary>The options as they were at the start, with the keys read.</summary>
internal sealed class SigningPolicy
{
    private const int MaxKeyFileBytes = 64 << 10;
    private readonly FrozenDictionary<string, SigningRule> _models;
    private readonly SigningRule _default;

    public SigningPolicy(IOptions<ModelSigningOptions> options)
    {
        ModelSigningOptions value = options.Value;
        Dictionary<string, TrustedKey> keys = value.Keys.ToDictionary(
            static k => k.Key,
            static k => TryReadKey(k.Key, k.Value) ?? throw new InvalidOperationException($"The key '{k.Key}' can no longer be read. Put its file back."),
            StringComparer.Ordinal);
        _default = Read(value.Default);
        _models = value.Models.ToFrozenDictionary(static m => m.Key, m => Read(m.Value), StringComparer.Ordinal);

        SigningRule Read(ModelSigningRule rule) => new(
            [.. rule.Keys.Count > 0 ? rule.Keys.Distinct(StringComparer.Ordinal).Select(k => keys[k]) : keys.Values], rule.RequiredSignatures, rule.RequireModelName, rule.FormerNames.ToFrozenDictionary(StringComparer.Ordinal));
    }

    public SigningRule RuleOf(string model) => _models.GetValueOrDefault(model, _default);

    /// <summary>Reads a key from PEM or from a file; null where there is none.</summary>
    public static TrustedKey? TryReadKey(string name, string? text)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(text)) { return null; }
            if (text.Contains("-----BEGIN", StringComparison.Ordinal)) { return TrustedKey.FromPem(name, text); }
            return new FileInfo(text) is { Exists: true, Length: <= MaxKeyFileBytes } ? TrustedKey.FromPem(name, File.ReadAllText(text)) : null;
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }
}
