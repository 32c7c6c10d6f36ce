using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ModelOps;

/// <summary>A semantic version: <c>major.minor.patch</c>, with optional pre-release and build parts.</summary>
/// <remarks>Source: Semantic Versioning 2.0.0; precedence by its section 11, which ignores build metadata: two versions that differ in
/// build metadata alone compare as 0 but are not equal. Immutable.</remarks>
public sealed record SemanticVersion : IComparable<SemanticVersion>
{
    /// <summary>Makes a release version.</summary>
    /// <param name="major">Raised when callers must change.</param>
    /// <param name="minor">Raised when something was added.</param>
    /// <param name="patch">Raised when something was mended.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part is negative.</exception>
    public SemanticVersion(long major, long minor, long patch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(major);
        ArgumentOutOfRangeException.ThrowIfNegative(minor);
        ArgumentOutOfRangeException.ThrowIfNegative(patch);
        Major = major;
        Minor = minor;
        Patch = patch;
    }

    /// <summary>First part.</summary>
    public long Major { get; }

    /// <summary>Second part.</summary>
    public long Minor { get; }

    /// <summary>Third part.</summary>
    public long Patch { get; }

    /// <summary>Pre-release part without its hyphen, e.g. <c>rc.1</c>; empty for a release.</summary>
    public string Prerelease { get; private init; } = string.Empty;

    /// <summary>Build metadata without its plus sign; empty for none.</summary>
    public string Build { get; private init; } = string.Empty;

    /// <summary>Reads a version.</summary>
    /// <param name="text">For example <c>1.2.0-rc.1+7</c>.</param>
    /// <returns>The version.</returns>
    /// <exception cref="FormatException">The text is not a semantic version.</exception>
    public static SemanticVersion Parse(string text) =>
        TryParse(text, out SemanticVersion? version) ? version : throw new FormatException($"'{text}' is not a semantic version such as 1.2.0 or 1.2.0-rc.1.");

    /// <summary>Reads a version.</summary>
    /// <param name="text">For example <c>1.2.0-rc.1+7</c>.</param>
    /// <param name="version">The version, when the answer is true.</param>
    /// <returns>Whether the text is a semantic version, all three numbers there.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        if (text is null or { Length: > 256 }) { return false; }
        (string rest, string? build) = Cut(text, '+');
        (string core, string? prerelease) = Cut(rest, '-');
        string[] parts = core.Split('.');
        if (parts.Length != 3
            || !TryParseNumber(parts[0], out long major) || !TryParseNumber(parts[1], out long minor) || !TryParseNumber(parts[2], out long patch)
            || !AreIdentifiers(prerelease, refuseLeadingZeros: true) || !AreIdentifiers(build, refuseLeadingZeros: false))
        {
            return false;
        }

        version = new SemanticVersion(major, minor, patch) { Prerelease = prerelease ?? string.Empty, Build = build ?? string.Empty };
        return true;
    }

    /// <summary>The version with the minor part raised and everything after it at zero.</summary>
    /// <returns>For example 1.3.0 after 1.2.5.</returns>
    public SemanticVersion NextMinor() => new(Major, Minor + 1, 0);

    /// <inheritdoc/>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null) { return 1; }
        int order = Major.CompareTo(other.Major);
        order = order != 0 ? order : Minor.CompareTo(other.Minor);
        order = order != 0 ? order : Patch.CompareTo(other.Patch);
        return order != 0 ? order : ComparePrerelease(Prerelease, other.Prerelease);
    }

    /// <summary>The written form.</summary>
    /// <returns>For example <c>1.2.0-rc.1+7</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Major}.{Minor}.{Patch}{(Prerelease.Length > 0 ? "-" : "")}{Prerelease}{(Build.Length > 0 ? "+" : "")}{Build}");

    /// <summary>Compares by precedence.</summary>
    /// <param name="left">Left.</param>
    /// <param name="right">Right.</param>
    /// <returns>Whether left comes before right.</returns>
    public static bool operator <(SemanticVersion left, SemanticVersion right) => Comparer<SemanticVersion>.Default.Compare(left, right) < 0;

    /// <summary>Compares by precedence.</summary>
    /// <param name="left">Left.</param>
    /// <param name="right">Right.</param>
    /// <returns>Whether left comes after right.</returns>
    public static bool operator >(SemanticVersion left, SemanticVersion right) => Comparer<SemanticVersion>.Default.Compare(left, right) > 0;

    /// <summary>Compares by precedence.</summary>
    /// <param name="left">Left.</param>
    /// <param name="right">Right.</param>
    /// <returns>Whether left does not come after right.</returns>
    public static bool operator <=(SemanticVersion left, SemanticVersion right) => Comparer<SemanticVersion>.Default.Compare(left, right) <= 0;

    /// <summary>Compares by precedence.</summary>
    /// <param name="left">Left.</param>
    /// <param name="right">Right.</param>
    /// <returns>Whether left does not come before right.</returns>
    public static bool operator >=(SemanticVersion left, SemanticVersion right) => Comparer<SemanticVersion>.Default.Compare(left, right) >= 0;

    private static (string Head, string? Tail) Cut(string text, char separator)
    {
        int index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    private static bool TryParseNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');

    private static bool AreIdentifiers(string? text, bool refuseLeadingZeros) =>
        text is null || text.Split('.').All(part => part.Length > 0
            && part.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && !(refuseLeadingZeros && part.Length > 1 && part[0] == '0' && part.All(char.IsAsciiDigit)));

    private static int ComparePrerelease(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0) { return right.Length.CompareTo(left.Length); } // a release comes after its pre-releases
        string[] a = left.Split('.');
        string[] b = right.Split('.');
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            int order = CompareIdentifiers(a[i], b[i]);
            if (order != 0) { return order; }
        }

        return a.Length.CompareTo(b.Length);
    }

    private static int CompareIdentifiers(string left, string right)
    {
        bool leftNumeric = left.All(char.IsAsciiDigit);
        bool rightNumeric = right.All(char.IsAsciiDigit);
        if (leftNumeric && rightNumeric)
        {
            int order = left.Length.CompareTo(right.Length); // no leading zeros, so longer is greater
            return order != 0 ? order : string.CompareOrdinal(left, right);
        }

        return leftNumeric != rightNumeric ? (leftNumeric ? -1 : 1) : string.CompareOrdinal(left, right);
    }
}
