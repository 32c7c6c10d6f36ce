using System.Globalization;
using System.Security.Cryptography;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Metadata;
using ModelOps.Storage;

namespace ModelOps.Registry.Governance;

/// <summary>Takes documents into a registry that an older release kept in a folder beside it. One that is of no living version stays where it is.</summary>
internal sealed class DocumentImport(string folder, FolderBlobStore blobs, ScratchFolder scratch, TimeProvider timeProvider)
{
    /// <summary>Whether there is anything to take.</summary>
    public bool IsDue => Directory.Exists(folder);

    /// <summary>Stores the contents and their names. A document that was written since stays.</summary>
    /// <returns>The files, which may go once that is durable.</returns>
    public List<string> Take(Connection connection)
    {
        List<string> taken = [];
        foreach (FileInfo file in Find())
        {
            string model = DocumentFolders.ModelOf(file.Directory!.Parent!.Name);
            if (!long.TryParse(file.Directory.Name, NumberStyles.None, CultureInfo.InvariantCulture, out long number)) { continue; }
            if (connection.QueryNow(
                """
                SELECT m.id FROM models m JOIN annotations s ON s.model_id = m.id
                WHERE m.name = $1 AND s.number = $2 AND m.deleted_at IS NULL AND s.deleted_at IS NULL
                """,
                static r => r.GetInt64(0), model, number) is not [long id]) { continue; }
            connection.ExecuteNow(
                """
                INSERT INTO version_documents (model_id, number, name, digest, size, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (model_id, number, name) DO NOTHING
                """,
                id, number, file.Name, Store(file.FullName), file.Length, Timestamp.Format(timeProvider.GetUtcNow()));
            taken.Add(file.FullName);
        }

        return taken;
    }

    /// <summary>Removes what was taken, and folders in which nothing is left but what was never finished.</summary>
    public void Remove(IEnumerable<string> taken)
    {
        foreach (string file in taken) { ScratchFolder.TryDelete(file); }
        foreach (string inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).OrderByDescending(static d => d.Length).Append(folder))
        {
            if (Directory.EnumerateFileSystemEntries(inner).All(static e => e.EndsWith('~'))) { ScratchFolder.TryDelete(inner); }
        }
    }

    private FileInfo[] Find() =>
        [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => NameRules.IsPlain(f.Name) && f.Directory!.Parent!.Parent!.FullName == folder)];

    private string Store(string file)
    {
        string aside = scratch.NewPath();
        File.Copy(file, aside);
        string digest = Flush(aside);
        string target = blobs.FindFile(digest);
        if (File.Exists(target)) { return digest; } // what is aside goes with the scratch folder
        string parent = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(parent);
        File.SetAttributes(aside, FileAttributes.ReadOnly);
        File.Move(aside, target, overwrite: true);
        DurableFolder.Flush(parent);
        DurableFolder.Flush(Path.GetDirectoryName(parent)!);
        return digest;
    }

    private static string Flush(string file)
    {
        using FileStream content = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        string digest = Digest.Format(SHA256.HashData(content));
        content.Flush(flushToDisk: true);
        return digest;
    }
}
