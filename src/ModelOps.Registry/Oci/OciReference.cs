using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.RegularExpressions;
using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Oci;

/// <summary>Names a repository of an OCI registry, and optionally one tag or one digest in it.</summary>
/// <remarks>Written <c>host/repository</c>, <c>host:port/repository:tag</c> or <c>host/repository@sha256:…</c>. The host is always written out: there is no default
/// registry. A tag may be moved by whoever may push; a digest means the same bytes for ever. Immutable and thread-safe.
/// Grammar: OCI Distribution Specification 1.1, "Pulling manifests".</remarks>
public sealed partial record OciReference
{
    private const int MaxRepositoryLength = 255;

    private OciReference(string registry, string repository, string? tag, string? digest)
    {
        Registry = registry;
        Repository = repository;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>Host of the registry, with its port where one is written, e.g. <c>ghcr.io</c> or <c>127.0.0.1:5000</c>.</summary>
    public string Registry { get; }

    /// <summary>Repository, e.g. <c>models/demand</c>.</summary>
    public string Repository { get; }

    /// <summary>Tag, e.g. <c>1.2.0</c>; null when none is written.</summary>
    public string? Tag { get; private init; }

    /// <summary>Digest of a manifest, <c>sha256:</c> and 64 hex digits; null when none is written. It wins over <see cref="Tag"/>.</summary>
    public string? Digest { get; private init; }

    /// <summary>Reads a reference.</summary>
    /// <param name="text">For example <c>ghcr.io/acme/demand:1.2.0</c>.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ArgumentException">The text is not a reference.</exception>
    public static OciReference Parse(string text) => TryParse(text, out OciReference? reference)
        ? reference
        : throw new ArgumentException($"'{text}' is not a reference to an OCI registry. Write it as host[:port]/repository[:tag] or host[:port]/repository@sha256:…, the repository in lower case.", nameof(text));

    /// <summary>Reads a reference.</summary>
    /// <param name="text">For example <c>ghcr.io/acme/demand:1.2.0</c>.</param>
    /// <param name="reference">The reference, when the answer is true.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out OciReference? reference)
    {
        reference = null;
        if (text is null || text.Length > 1024) { return false; }
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0) { return false; }
        (string registry, string rest) = (text[..slash], text[(slash + 1)..]);
        if (!IsRegistry(registry)) { return false; }
        (rest, string? digest) = Split(rest, '@');
        (string repository, string? tag) = Split(rest, ':');
        if (!IsRepository(repository) || (tag is not null && !IsTag(tag)) || (digest is not null && !Artifacts.Digest.IsDigest(digest))) { return false; }
        reference = new OciReference(registry, repository, tag, digest);
        return true;
    }

    /// <summary>The same repository with a tag in place of tag or digest.</summary>
    /// <param name="tag">Up to 128 letters, digits, <c>_</c>, <c>.</c> or <c>-</c>, the first no <c>.</c> or <c>-</c>.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ArgumentException">The text cannot be a tag.</exception>
    public OciReference WithTag(string tag) => IsTag(tag)
        ? this with { Tag = tag, Digest = null }
        : throw new ArgumentException($"'{tag}' cannot be a tag: use up to 128 letters, digits, '_', '.' or '-', the first no '.' or '-'.", nameof(tag));

    /// <summary>The same repository with a digest in place of tag or digest.</summary>
    /// <param name="digest"><c>sha256:</c> and 64 lower-case hex digits.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ArgumentException">The text cannot be a digest.</exception>
    public OciReference WithDigest(string digest) => Artifacts.Digest.IsDigest(digest)
        ? this with { Tag = null, Digest = digest }
        : throw new ArgumentException($"'{digest}' cannot be a digest: use 'sha256:' and 64 lower-case hex digits.", nameof(digest));

    /// <summary>The written form.</summary>
    /// <returns>The text that <see cref="Parse"/> reads.</returns>
    public override string ToString() =>
        $"{Registry}/{Repository}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";

    internal static bool IsTag([NotNullWhen(true)] string? tag) => tag is not null && TagPattern().IsMatch(tag);

    internal static bool IsRepository([NotNullWhen(true)] string? repository) =>
        repository is { Length: > 0 and <= MaxRepositoryLength } && RepositoryPattern().IsMatch(repository);

    /// <summary>What follows <c>manifests/</c> in the address.</summary>
    /// <exception cref="ArgumentException">Neither tag nor digest is written.</exception>
    internal string Target => Digest ?? Tag ?? throw new ArgumentException($"'{this}' names neither a tag nor a digest. Add one, e.g. '{this}:1.0.0'.");

    internal OciReference Bare => this with { Tag = null, Digest = null };

    internal bool IsLoopback
    {
        get
        {
            string host = HostOf(Registry);
            return host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
        }
    }

    private static string HostOf(string registry) => registry.StartsWith('[') ? registry[..(registry.IndexOf(']', StringComparison.Ordinal) + 1)] : registry.Split(':')[0];

    private static bool IsRegistry(string registry) =>
        (registry.AsSpan().ContainsAny('.', ':') || registry == "localhost")
        && Uri.TryCreate($"https://{registry}/", UriKind.Absolute, out Uri? uri) && uri is { UserInfo: "", AbsolutePath: "/", Query: "" } && !registry.Contains('@', StringComparison.Ordinal);

    private static (string Before, string? After) Split(string text, char separator)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TagPattern();
}
