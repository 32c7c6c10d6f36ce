using System.Globalization;
using ModelOps.Registry.Artifacts;
using ModelOps.Storage;

namespace ModelOps.Registry.Tracking.Artifacts;

/// <summary>Uploads in parts: <c>uploads/&lt;id&gt;/</c> holds the path in <c>target</c> and each part as <c>&lt;number&gt;.&lt;hash&gt;</c>.</summary>
internal sealed class MultipartUploads(string folder, TimeProvider timeProvider)
{
    private const string TargetName = "target";

    /// <summary>Removes uploads that nobody went on with.</summary>
    /// <returns>How many.</returns>
    public int RemoveStale(TimeSpan lifetime)
    {
        if (!Directory.Exists(folder)) { return 0; }
        int removed = 0;
        DateTime floor = timeProvider.GetUtcNow().UtcDateTime - lifetime;
        foreach (string upload in Directory.EnumerateDirectories(folder).Where(d => Directory.GetLastWriteTimeUtc(d) < floor))
        {
            ScratchFolder.TryDelete(upload);
            removed++;
        }

        return removed;
    }

    public string Begin(string path)
    {
        string id = Guid.NewGuid().ToString("N");
        string upload = Path.Combine(folder, id);
        Directory.CreateDirectory(upload);
        File.WriteAllText(Path.Combine(upload, TargetName), path);
        DurableFolder.Flush(upload);
        DurableFolder.Flush(folder);
        return id;
    }

    /// <summary>Where an upload lies.</summary>
    /// <exception cref="ArtifactUploadException">There is none of that name for this path.</exception>
    public string Find(string path, string id)
    {
        try
        {
            string upload = Path.Combine(folder, id);
            if (Guid.TryParseExact(id, "N", out _) && File.ReadAllText(Path.Combine(upload, TargetName)) == path) { return upload; }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
        }

        throw new ArtifactUploadException(id, $"There is no such upload for '{path}': it was completed, aborted, or never begun. Begin another.");
    }

    /// <summary>Bytes of all parts but one, which is about to be replaced.</summary>
    public static long SizeWithout(string upload, int number) => Parts(upload, "*").Where(p => !IsPart(p, number)).Sum(static p => p.Length);

    public static ArtifactPart Add(string upload, int number, string hash, string temporary)
    {
        string target = PathOf(upload, number, hash);
        File.Move(temporary, target, overwrite: true);
        foreach (FileInfo other in Parts(upload, Prefix(number) + "*").Where(p => p.FullName != Path.GetFullPath(target))) { other.Delete(); }
        DurableFolder.Flush(upload);
        return new ArtifactPart(number, hash);
    }

    /// <summary>The files of the parts, by number.</summary>
    /// <exception cref="ArtifactUploadException">One is not there.</exception>
    public static List<string> Collect(string upload, string id, IReadOnlyList<ArtifactPart> parts)
    {
        List<string> files = [];
        int last = 0;
        foreach (ArtifactPart part in parts.OrderBy(static p => p.Number))
        {
            if (part.Number == last) { throw new ArtifactUploadException(id, $"Part {part.Number} is named twice. Name each part once."); }
            last = part.Number;
            string hash = part.ETag.Trim('"');
            string file = hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower) ? PathOf(upload, part.Number, hash) : string.Empty;
            if (!File.Exists(file)) { throw new ArtifactUploadException(id, $"Part {part.Number} is not there, or was written differently since. Write it again."); }
            files.Add(file);
        }

        return files;
    }

    private static IEnumerable<FileInfo> Parts(string upload, string pattern) =>
        new DirectoryInfo(upload).EnumerateFiles(pattern).Where(static f => f.Name != TargetName);

    private static bool IsPart(FileInfo file, int number) => file.Name.StartsWith(Prefix(number), StringComparison.Ordinal);

    private static string Prefix(int number) => number.ToString("D5", CultureInfo.InvariantCulture) + ".";

    private static string PathOf(string upload, int number, string hash) => Path.Combine(upload, Prefix(number) + hash);
}
