using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ModelOps.Registry.Mlflow;

/// <summary>A URI of MLflow: <c>models:/</c>, <c>runs:/</c> or <c>mlflow-artifacts:/</c>.</summary>
/// <remarks>Percent-encoded characters are decoded once. A path that leaves its root, also after decoding, is refused. Immutable.</remarks>
public sealed record MlflowUri
{
    private const string Models = "models:/";
    private const string Runs = "runs:/";
    private const string Artifacts = "mlflow-artifacts:/";
    private const int MaxLength = 4096;

    private MlflowUri(MlflowUriKind kind, string name, string? selector, string path)
    {
        Kind = kind;
        Name = name;
        Selector = selector;
        Path = path;
    }

    /// <summary>What it points at.</summary>
    public MlflowUriKind Kind { get; }

    /// <summary>Name of the model, or id of the run or logged model; for <see cref="MlflowUriKind.Artifact"/> the host and port, empty for the
    /// tracking server's own.</summary>
    public string Name { get; }

    /// <summary>The number, stage or alias; null for the other kinds.</summary>
    public string? Selector { get; }

    /// <summary>Path below it, decoded, with forward slashes; empty for all of it.</summary>
    public string Path { get; }

    /// <summary>Reads a URI.</summary>
    /// <param name="text">For example <c>models:/demand@champion</c>.</param>
    /// <returns>The URI.</returns>
    /// <exception cref="MlflowFormatException">The text is none; the message says why.</exception>
    public static MlflowUri Parse(string text) => TryParse(text, out MlflowUri? uri, out string? why) ? uri : throw new MlflowFormatException("The MLflow URI", why);

    /// <summary>Reads a URI.</summary>
    /// <param name="text">For example <c>models:/demand@champion</c>.</param>
    /// <param name="uri">The URI, when the answer is true.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out MlflowUri? uri) => TryParse(text, out uri, out _);

    /// <summary>The written form.</summary>
    /// <returns>The URI, percent-encoded where need be.</returns>
    public override string ToString()
    {
        string path = string.Join('/', Path.Split('/').Select(Uri.EscapeDataString));
        string tail = path.Length == 0 ? "" : "/" + path;
        return Kind switch
        {
            MlflowUriKind.Alias => $"{Models}{Uri.EscapeDataString(Name)}@{Uri.EscapeDataString(Selector!)}{tail}",
            MlflowUriKind.LatestVersion => $"{Models}{Uri.EscapeDataString(Name)}/latest{tail}",
            MlflowUriKind.LoggedModel => $"{Models}{Name}{tail}",
            MlflowUriKind.Run => $"{Runs}{Name}{tail}",
            MlflowUriKind.Artifact => Name.Length == 0 ? $"{Artifacts}{path}" : $"{Artifacts}/{Name}{tail}",
            _ => $"{Models}{Uri.EscapeDataString(Name)}/{Uri.EscapeDataString(Selector!)}{tail}",
        };
    }

    internal static bool IsModelId(string text) =>
        text is ['m', '-', ..] && text.Length == 34 && text.AsSpan(2).IndexOfAnyExcept("0123456789abcdef") < 0;

    private static bool TryParse(string? text, [NotNullWhen(true)] out MlflowUri? uri, [NotNullWhen(false)] out string? why)
    {
        uri = null;
        why = text switch
        {
            null or "" => "it is empty",
            { Length: > MaxLength } => $"it has more than {MaxLength} characters",
            _ => null,
        };
        if (why is not null) { return false; }
        uri = text switch
        {
            _ when text!.StartsWith(Models, StringComparison.Ordinal) => ReadModel(Split(text[Models.Length..])),
            _ when text.StartsWith(Runs, StringComparison.Ordinal) => ReadRun(Split(text[Runs.Length..])),
            _ when text.StartsWith(Artifacts, StringComparison.Ordinal) => ReadArtifact(text[Artifacts.Length..]),
            _ => null,
        };
        why = uri is null ? "write it as models:/name/3, models:/name@alias, models:/m-<id>, runs:/<id>/path or mlflow-artifacts:/path, without '..' in it" : null;
        return uri is not null;
    }

    private static MlflowUri? ReadModel(string[]? segments)
    {
        if (segments is null or []) { return null; }
        string first = segments[0];
        int at = first.LastIndexOf('@');
        if (at >= 0)
        {
            string alias = first[(at + 1)..];
            return at == 0 || alias.Length == 0 ? null
                : alias.Equals("latest", StringComparison.OrdinalIgnoreCase) ? new MlflowUri(MlflowUriKind.LatestVersion, first[..at], null, Join(segments, 1))
                : new MlflowUri(MlflowUriKind.Alias, first[..at], alias, Join(segments, 1));
        }

        if (IsModelId(first)) { return new MlflowUri(MlflowUriKind.LoggedModel, first, null, Join(segments, 1)); }
        string selector = segments.Length > 1 ? segments[1] : "latest";
        string path = Join(segments, 2);
        if (selector.Equals("latest", StringComparison.OrdinalIgnoreCase)) { return new MlflowUri(MlflowUriKind.LatestVersion, first, null, path); }
        return long.TryParse(selector, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new MlflowUri(MlflowUriKind.ModelVersion, first, selector, path)
            : new MlflowUri(MlflowUriKind.Stage, first, selector, path);
    }

    private static MlflowUri? ReadRun(string[]? segments) =>
        segments is null or [] || !segments[0].All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? null : new MlflowUri(MlflowUriKind.Run, segments[0], null, Join(segments, 1));

    private static MlflowUri? ReadArtifact(string rest)
    {
        bool hasHost = rest.StartsWith('/');
        if (rest.Length == 0) { return new MlflowUri(MlflowUriKind.Artifact, "", null, ""); }
        string[]? segments = Split(hasHost ? rest[1..] : rest);
        return segments is null or [] ? null : new MlflowUri(MlflowUriKind.Artifact, hasHost ? segments[0] : "", null, Join(segments, hasHost ? 1 : 0));
    }

    /// <summary>Splits before decoding, so that an encoded slash makes no new segment; it is refused instead.</summary>
    private static string[]? Split(string rest)
    {
        string[] segments = [.. rest.TrimEnd('/').Split('/').Select(Uri.UnescapeDataString)];
        return segments.All(IsSegment) ? segments : null;
    }

    private static bool IsSegment(string segment) =>
        segment is not ("" or "." or "..") && !segment.Any(static c => char.IsControl(c) || c is '/' or '\\');

    private static string Join(string[] segments, int from) => string.Join('/', segments.Skip(from));
}
