using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ModelOps.Registry.Dvc;

/// <summary>Directory objects: a JSON array of the files, whose MD5 with <c>.dir</c> is the directory's hash.</summary>
/// <remarks>The bytes are those of Python's <c>json.dumps(list, sort_keys=True)</c>: a space after comma and colon, all but printable ASCII escaped, lower-case
/// <c>\u</c> for each UTF-16 unit; ordered by the whole path by code points. System.Text.Json writes neither, so they are written by hand.</remarks>
public static class DvcDirectory
{
    private const int MaxBytes = 512 << 20;

    /// <summary>Writes a directory object.</summary>
    /// <param name="entries">The files, in any order.</param>
    /// <returns>The bytes that DVC writes for them.</returns>
    /// <exception cref="DvcException">A path is twice there, is not a safe relative path, or a hash is not one.</exception>
    public static byte[] Write(IEnumerable<DvcEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        DvcEntry[] ordered = [.. entries.OrderBy(static e => e.Path, CodePoints)];
        Check(ordered);
        StringBuilder json = new("[");
        foreach (DvcEntry entry in ordered)
        {
            if (json.Length > 1) { json.Append(", "); }
            json.Append("{\"md5\": \"").Append(entry.Hash).Append("\", \"relpath\": \"");
            Escape(json, entry.Path);
            json.Append("\"}");
        }

        return Encoding.ASCII.GetBytes(json.Append(']').ToString());
    }

    /// <summary>Reads a directory object.</summary>
    /// <param name="bytes">What DVC or <see cref="Write"/> wrote.</param>
    /// <returns>The files.</returns>
    /// <exception cref="DvcException">It is no directory object, or has a path that leads out of the directory.</exception>
    public static IReadOnlyList<DvcEntry> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes) { throw DvcException.Invalid("A directory object", $"it has more than {MaxBytes} bytes"); }
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 8 });
            DvcEntry[] entries = [.. document.RootElement.EnumerateArray().Select(static e => new DvcEntry(e.GetProperty("relpath").GetString()!, e.GetProperty("md5").GetString()!))];
            Check(entries);
            return entries;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw DvcException.Invalid("A directory object", "it is not a list of 'md5' and 'relpath'", error);
        }
    }

    /// <summary>The hash of a directory.</summary>
    /// <param name="entries">Its files, in any order.</param>
    /// <returns>32 lower-case hex digits and <c>.dir</c>.</returns>
    /// <exception cref="DvcException">A path is twice there, is not a safe relative path, or a hash is not one.</exception>
    public static string HashOf(IEnumerable<DvcEntry> entries) => DvcHash.OfBytes(Write(entries)) + DvcHash.DirectorySuffix;

    // Python compares code points, as UTF-8 bytes do; UTF-16 units differ above U+FFFF.
    private static readonly Comparer<string> CodePoints = Comparer<string>.Create(static (a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));

    private static void Check(IReadOnlyList<DvcEntry> entries)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (DvcEntry entry in entries)
        {
            if (!DvcPaths.IsInside(entry.Path)) { throw DvcException.Invalid("A directory object", "it has a path that leads out of the directory, or is none"); }
            if (!DvcHash.IsHash(entry.Hash) || DvcHash.IsDirectory(entry.Hash)) { throw DvcException.Invalid("A directory object", $"it has no MD5 for '{entry.Path}'"); }
            if (!seen.Add(entry.Path)) { throw DvcException.Invalid("A directory object", $"it has '{entry.Path}' twice"); }
        }
    }

    private static void Escape(StringBuilder json, string text)
    {
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\f' => json.Append("\\f"),
                '\b' => json.Append("\\b"),
                >= ' ' and <= '~' => json.Append(c),
                _ => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }
    }
}
