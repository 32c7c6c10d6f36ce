using System.Collections.Frozen;

namespace ModelOps.Registry.Governance;

/// <summary>Tells SPDX expressions from names that people gave a licence.</summary>
internal static class LicenseNames
{
    // The identifiers that models and data mostly come under; what is not here is written as a name, which is always valid.
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "0BSD", "AFL-3.0", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-Clear", "BSL-1.0", "CC-BY-2.0",
        "CC-BY-3.0", "CC-BY-4.0", "CC-BY-NC-2.0", "CC-BY-NC-3.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC0-1.0",
        "CDLA-Permissive-1.0", "CDLA-Permissive-2.0", "CDLA-Sharing-1.0", "ECL-2.0", "EPL-1.0", "EPL-2.0", "EUPL-1.1", "EUPL-1.2", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only",
        "GPL-3.0-or-later", "ISC", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "LPPL-1.3c", "MIT", "MIT-0", "MPL-2.0", "MS-PL", "MulanPSL-2.0", "NCSA",
        "ODC-By-1.0", "ODbL-1.0", "OFL-1.1", "OSL-3.0", "PDDL-1.0", "PostgreSQL", "Unicode-3.0", "Unlicense", "WTFPL", "Zlib");

    public static bool IsExpression(string text) =>
        text.Split([" AND ", " OR "], StringSplitOptions.None).All(static part => Known.Contains(part) || IsReference(part));

    /// <summary>What Hugging Face calls it: the identifier in lower case; null for what it has no name for.</summary>
    public static string? HuggingFace(string text) => Known.Contains(text) ? text.Replace("-only", "", StringComparison.Ordinal).ToLowerInvariant() : null;

    private static bool IsReference(string text) =>
        text.StartsWith("LicenseRef-", StringComparison.Ordinal) && text.Length > 11 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
}
