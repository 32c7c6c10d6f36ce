using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.Governance;

/// <summary>Names folders after models, one-to-one, so that every file system takes them and keeps them apart.</summary>
internal static class DocumentFolders
{
    private const int LongestName = 200; // of the 255 bytes that file systems take

    /// <summary>The model as a path segment with its capitals marked, since some file systems ignore case.</summary>
    public static string NameOf(string model)
    {
        string name = string.Concat(PathSegment.Of(model).Select(static c => char.IsAsciiLetterUpper(c) ? $"!{c}" : c.ToString()));
        return name.Length <= LongestName ? name : "!~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)));
    }

    /// <summary>The model of a folder that an older release wrote, which took fewer names.</summary>
    public static string ModelOf(string folder) => folder.Replace("!", string.Empty, StringComparison.Ordinal);
}
