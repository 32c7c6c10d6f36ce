using System.Diagnostics.CodeAnalysis;

namespace ModelOps;

/// <summary>Names a model, and optionally one version or one alias of it.</summary>
/// <remarks>Written <c>name</c>, <c>name:1.2.0</c>, <c>name:3</c> (running number), <c>name@champion</c>, or as an MLflow URI:
/// <c>models:/name</c>, <c>models:/name/3</c>, <c>models:/name@champion</c>; what is percent-encoded in a URI is decoded. Names and aliases are compared
/// by their UTF-16 code units: nothing folds case or normalises. Immutable and thread-safe.</remarks>
public sealed record ModelReference
{
    private const string UriScheme = "models:/";

    private ModelReference(string name, string? version, string? alias)
    {
        Name = name;
        Version = version;
        Alias = alias;
    }

    /// <summary>What <see cref="IsName"/> asks, as a sentence without its full stop, for errors.</summary>
    public static string NameRule =>
        @"a name has 1 to 256 characters, none of them '/', '\', ':', '@', '%', a control or a format character, neither begins nor ends with white space or '.', and has no '..'";

    /// <summary>What <see cref="IsAlias"/> asks, as a sentence without its full stop, for errors.</summary>
    public static string AliasRule => "an alias is 1 to 255 letters, digits, '_' or '-' and is not 'v' with digits";

    /// <summary>Name of the model; see <see cref="IsName"/>.</summary>
    public string Name { get; }

    /// <summary>A semantic version such as <c>1.2.0</c>, or a running number such as <c>3</c>; null when none is named.</summary>
    public string? Version { get; }

    /// <summary>An alias such as <c>champion</c>; null when none is named.</summary>
    public string? Alias { get; }

    /// <summary>A reference to a model, leaving the version to whoever answers.</summary>
    /// <param name="name">Name of the model.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="InvalidModelReferenceException">The name is not one.</exception>
    public static ModelReference ToModel(string name) => new(CheckName(name), null, null);

    /// <summary>A reference to one version.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="version">A semantic version or a running number.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="InvalidModelReferenceException">The name or version is not one.</exception>
    public static ModelReference ToVersion(string name, string version) =>
        IsVersion(version) ? new(CheckName(name), version, null) : throw new InvalidModelReferenceException($"{name}:{version}", "the version is neither a number nor a semantic version");

    /// <summary>A reference to what an alias points at.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="alias">Alias.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="InvalidModelReferenceException">The name or alias is not one.</exception>
    public static ModelReference ToAlias(string name, string alias) =>
        IsAlias(alias) ? new(CheckName(name), null, alias) : throw new InvalidModelReferenceException($"{name}@{alias}", AliasRule);

    /// <summary>Reads a reference in any of its written forms.</summary>
    /// <param name="text">For example <c>demand@champion</c>.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="InvalidModelReferenceException">The text is not a reference; the message says why.</exception>
    public static ModelReference Parse(string text) =>
        TryParse(text, out ModelReference? reference, out string? why) ? reference : throw new InvalidModelReferenceException(text ?? "", why);

    /// <summary>Reads a reference in any of its written forms.</summary>
    /// <param name="text">For example <c>demand@champion</c>.</param>
    /// <param name="reference">The reference, when the answer is true.</param>
    /// <returns>Whether the text is a reference.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ModelReference? reference) =>
        TryParse(text, out reference, out _);

    /// <summary>Says whether a text can name a model.</summary>
    /// <param name="name">The text.</param>
    /// <returns>True for 1 to 256 UTF-16 code units of well-formed Unicode without <c>/</c>, <c>\</c>, <c>:</c>, <c>@</c>, <c>%</c>, <c>..</c>, control, format
    /// and line-separating characters and noncharacters, which neither begins nor ends with white space or <c>.</c>; for names of up to 128 letters, digits,
    /// <c>.</c>, <c>_</c> or <c>-</c> of ASCII it is enough that they begin with a letter or digit and have no <c>..</c>. All of them are names in MLflow too.</returns>
    public static bool IsName([NotNullWhen(true)] string? name) => NameRules.IsModel(name);

    /// <summary>Says whether a text can be an alias.</summary>
    /// <param name="alias">The text.</param>
    /// <returns>True for 1 to 255 UTF-16 code units that are letters or digits of any script, <c>_</c> or <c>-</c>, and not <c>v</c> with digits, which reads as
    /// a version.</returns>
    public static bool IsAlias([NotNullWhen(true)] string? alias) => NameRules.IsAlias(alias);

    /// <summary>The shortest written form.</summary>
    /// <returns><c>name</c>, <c>name:version</c> or <c>name@alias</c>.</returns>
    public override string ToString() => this switch
    {
        { Version: not null } => $"{Name}:{Version}",
        { Alias: not null } => $"{Name}@{Alias}",
        _ => Name,
    };

    private static bool TryParse(string? text, [NotNullWhen(true)] out ModelReference? reference, [NotNullWhen(false)] out string? why)
    {
        reference = null;
        why = "the text is empty";
        if (string.IsNullOrEmpty(text)) { return false; }
        bool uri = text.StartsWith(UriScheme, StringComparison.Ordinal);
        string rest = uri ? text[UriScheme.Length..] : text;
        int at = rest.LastIndexOf('@');
        int colon = at >= 0 ? -1 : rest.IndexOf(uri ? '/' : ':', StringComparison.Ordinal);
        string name = Decode(at >= 0 ? rest[..at] : colon >= 0 ? rest[..colon] : rest);
        string? alias = at >= 0 ? Decode(rest[(at + 1)..]) : null;
        string? version = colon >= 0 ? Decode(rest[(colon + 1)..]) : null;
        why = !IsName(name) ? NameRule
            : alias is not null && !IsAlias(alias) ? AliasRule
            : version is not null && !IsVersion(version) ? "the version is neither a number nor a semantic version"
            : null;
        if (why is null) { reference = new ModelReference(name, version, alias); }
        return why is null;

        string Decode(string part) => uri ? Uri.UnescapeDataString(part) : part; // no name has '%': what is decoded already stays as it is
    }

    private static string CheckName(string name) => IsName(name) ? name : throw new InvalidModelReferenceException(name ?? "", NameRule);

    private static bool IsVersion(string version) =>
        SemanticVersion.TryParse(version, out _)
        || (version?.StartsWith('0') == false && long.TryParse(version, System.Globalization.NumberStyles.None, null, out _));
}
