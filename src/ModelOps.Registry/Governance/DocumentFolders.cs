using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.Governance;

/// <summary>Names folders after models, one-to-one, so that every file system takes them and keeps them apart.</summary>
/// <remarks>Capitals are marked, since some file systems ignore case; whatever is not a letter, digit, <c>.</c>, <c>_</c> or <c>-</c> is written as the bytes of its UTF-8.</remarks>
internal static class DocumentFolders
{
    private const int LongestName = 200; // of the 255 bytes that file systems take

    public static string NameOf(string model)
    {
        StringBuilder name = new(model.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(model))
        {
            char c = (char)b;
            if (char.IsAsciiLetterUpper(c)) { name.Append('!').Append(c); }
            else if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' || (c == '.' && name.Length > 0)) { name.Append(c); }
            else { name.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)); }
        }

        if (name.Length > 0 && name[^1] == '.') { name.Remove(name.Length - 1, 1).Append("%2E"); } // Windows drops it
        return name.Length <= LongestName ? name.ToString() : "%%" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)));
    }

    /// <summary>The model of a folder that an older release wrote, which took fewer names.</summary>
    public static string ModelOf(string folder) => folder.Replace("!", string.Empty, StringComparison.Ordinal);
}
