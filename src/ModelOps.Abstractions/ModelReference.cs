using System.Diagnostics.CodeAnalysis;

namespace ModelOps;

/// <summary>Names a model, and optionally one version or one alias of it.</summary>
/// <remarks>Written <c>name</c>, <c>name:1.2.0</c>, <c>name:3</c> (running number), <c>name@champion</c>, or as an MLflow URI:
/// <c>models:/name</c>, <c>models:/name/3</c>, <c>models:/name@champion</c>. Immutable and thread-safe.</remarks>
public sealed record ModelReference
{
    private const string UriScheme = "models:/";

    private ModelReference(string name, string? version, string? alias)
    {
        Name = name;
        Version = version;
        Alias = alias;
    }

    /// <summary>Name of the model: 1 to 128 letters, digits, <c>.</c>, <c>_</c> or <c>-</c>, the first a letter or digit.</summary>
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
    /// <returns>True for 1 to 128 letters, digits, <c>.</c>, <c>_</c> or <c>-</c>, the first a letter or digit, without <c>..</c>.</returns>
    public static bool IsName([NotNullWhen(true)] string? name) =>
        name is { Length: >= 1 and <= 128 } && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsNameCharacter) && !name.Contains("..", StringComparison.Ordinal);

    /// <summary>Says whether a text can be an alias.</summary>
    /// <param name="alias">The text.</param>
    /// <returns>True for 1 to 128 letters, digits, <c>_</c> or <c>-</c>, the first a letter, and not <c>v</c> with digits, which reads as a version.</returns>
    public static bool IsAlias([NotNullWhen(true)] string? alias) =>
        alias is { Length: >= 1 and <= 128 } && char.IsAsciiLetter(alias[0])
        && alias.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        && !(alias[0] is 'v' or 'V' && alias.Length > 1 && alias.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);

    /// <summary>The shortest written form.</summary>
    /// <returns><c>name</c>, <c>name:version</c> or <c>name@alias</c>.</returns>
    public override string ToString() => this switch
    {
        { Version: not null } => $"{Name}:{Version}",
        { Alias: not null } => $"{Name}@{Alias}",
        _ => Name,
    };

    private const string NameRule = "a name is 1 to 128 letters, digits, '.', '_' or '-', begins with a letter or digit and has no '..'";
    private const string AliasRule = "an alias is 1 to 128 letters, digits, '_' or '-', begins with a letter and is not 'v' with digits";

    private static bool TryParse(string? text, [NotNullWhen(true)] out ModelReference? reference, [NotNullWhen(false)] out string? why)
    {
        reference = null;
        why = "the text is empty";
        if (string.IsNullOrEmpty(text)) { return false; }
        bool uri = text.StartsWith(UriScheme, StringComparison.Ordinal);
        string rest = uri ? text[UriScheme.Length..] : text;
        int at = rest.LastIndexOf('@');
        int colon = at >= 0 ? -1 : rest.IndexOf(uri ? '/' : ':', StringComparison.Ordinal);
        string name = at >= 0 ? rest[..at] : colon >= 0 ? rest[..colon] : rest;
        string? alias = at >= 0 ? rest[(at + 1)..] : null;
        string? version = colon >= 0 ? rest[(colon + 1)..] : null;
        why = !IsName(name) ? NameRule
            : alias is not null && !IsAlias(alias) ? AliasRule
            : version is not null && !IsVersion(version) ? "the version is neither a number nor a semantic version"
            : null;
        if (why is null) { reference = new ModelReference(name, version, alias); }
        return why is null;
    }

    private static string CheckName(string name) => IsName(name) ? name : throw new InvalidModelReferenceException(name ?? "", NameRule);

    private static bool IsVersion(string version) =>
        SemanticVersion.TryParse(version, out _)
        || (version?.StartsWith('0') == false && long.TryParse(version, System.Globalization.NumberStyles.None, null, out _));

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
