using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps;

/// <summary>Makes the name of a model one that any file system takes for a file or folder.</summary>
internal static class PathSegment
{
    private const int MaxLength = NameRules.MaxPlainLength;
    private const int KeptLength = 55;
    private const char Shortened = '~'; // no other segment has it

    private static readonly HashSet<string> DeviceNames = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(static i => new[] { $"com{i}", $"lpt{i}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>The name itself where it is plain. Other characters, a dot at the end and the first letter of a name that Windows keeps for a device are written
    /// as <c>%</c> and two hex digits for each byte of UTF-8; what is longer than 128 then, is cut and told apart by its SHA-256.</summary>
    /// <param name="name">A name that <see cref="NameRules.IsModel"/> takes.</param>
    public static string Of(string name)
    {
        StringBuilder text = new(name.Length);
        bool isDevice = DeviceNames.Contains(name.Split('.')[0]);
        foreach (Rune rune in name.EnumerateRunes())
        {
            bool isPlain = rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '_' or '-' or '.') && !(isDevice && text.Length == 0);
            if (isPlain) { text.Append((char)rune.Value); }
            else { Escape(text, rune); }
        }

        if (text[^1] == '.')
        {
            text.Length--;
            text.Append("%2e");
        }

        return text.Length <= MaxLength
            ? text.ToString()
            : $"{text.ToString(0, KeptLength)}{Shortened}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
    }

    private static void Escape(StringBuilder text, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (byte one in bytes[..rune.EncodeToUtf8(bytes)]) { text.Append(CultureInfo.InvariantCulture, $"%{one:x2}"); }
    }
}
