using System.Globalization;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Storage;

namespace ModelOps.Registry.Datasets;

/// <summary>Versions of datasets by content: a folder of small JSON documents, one a version, which can lie in git or on a share.</summary>
/// <remarks>The data itself is not copied: it stays where it is (DVC, an object store, a share), and <see cref="VerifyAsync"/> says whether it still is what was
/// registered. Thread-safe, also between processes: a version's document is made under a name of its own and given its number by a rename that never replaces,
/// so that it is there as a whole or not at all, and numbers have no gaps.</remarks>
public sealed class DatasetCatalog
{
    private const int MaxDocumentBytes = 512 << 20;
    private const string Extension = ".json";
    private const string Place = "dataset catalog";
    private readonly string _folder;
    private readonly TimeProvider _timeProvider;

    private DatasetCatalog(string folder, TimeProvider timeProvider)
    {
        _folder = folder;
        _timeProvider = timeProvider;
    }

    /// <summary>Opens a catalog.</summary>
    /// <param name="folder">Its folder; made with the first version.</param>
    /// <param name="timeProvider">Clock of <see cref="DatasetVersion.CreatedAt"/>; null for the system's.</param>
    /// <returns>The catalog.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty.</exception>
    public static DatasetCatalog Open(string folder, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new DatasetCatalog(Path.GetFullPath(folder), timeProvider ?? TimeProvider.System);
    }

    /// <summary>Registers a version. When the newest one has the same content, that one is returned.</summary>
    /// <param name="registration">What to register.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is registered then.</param>
    /// <returns>The version.</returns>
    /// <exception cref="ArgumentException">The name is not one, the folder is empty, or it holds links.</exception>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="RegistryStorageException">The disk of the catalog is full or may not be written, or the newest document is damaged; nothing is registered.</exception>
    public async Task<DatasetVersion> RegisterAsync(DatasetRegistration registration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registration);
        string home = HomeOf(registration.Name);
        DatasetContent content = await DatasetContent.ReadAsync(registration.Path, cancellationToken).ConfigureAwait(false);
        MakeFolder(home);
        while (true)
        {
            long last = Numbers(home).DefaultIfEmpty(0).Max();
            if (last > 0 && await ReadAsync(home, registration.Name, last, cancellationToken).ConfigureAwait(false) is { } newest && newest.Digest == content.Digest) { return newest; }
            DatasetVersion version = new()
            {
                Name = registration.Name,
                Number = last + 1,
                Digest = content.Digest,
                DvcHash = content.DvcHash,
                Files = content.Files,
                CreatedAt = _timeProvider.GetUtcNow(),
                Source = registration.Source,
                Description = registration.Description,
                Tags = registration.Tags,
            };
            if (await TryWriteAsync(home, version, cancellationToken).ConfigureAwait(false)) { return version; }
        }
    }

    /// <summary>Names of all datasets, in ordinal order.</summary>
    /// <returns>The names; empty when there are none.</returns>
    public IReadOnlyList<string> ListNames() => Directory.Exists(_folder)
        ? [.. Directory.EnumerateDirectories(_folder).Select(static d => Path.GetFileName(d)).Where(NameRules.IsPlain).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>All versions of a dataset, newest first.</summary>
    /// <param name="name">Name of the dataset.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The versions; empty when there is no such dataset.</returns>
    /// <exception cref="RegistryStorageException">A document is damaged.</exception>
    public async Task<IReadOnlyList<DatasetVersion>> ListAsync(string name, CancellationToken cancellationToken = default)
    {
        string home = HomeOf(name);
        List<DatasetVersion> versions = [];
        foreach (long number in Numbers(home).OrderDescending()) { versions.Add(await ReadAsync(home, name, number, cancellationToken).ConfigureAwait(false)); }
        return versions;
    }

    /// <summary>Finds a version by what it or one of its files is known by: a digest, an MD5, or DVC's hash of a directory. Reads all documents.</summary>
    /// <param name="hash"><c>sha256:</c> and 64 hex digits, 32 hex digits, or these with <c>.dir</c>.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The versions that it belongs to, by name and then newest first; empty when there are none.</returns>
    /// <exception cref="RegistryStorageException">A document is damaged.</exception>
    public async Task<IReadOnlyList<DatasetVersion>> FindAsync(string hash, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(hash);
        List<DatasetVersion> found = [];
        foreach (string name in ListNames())
        {
            IReadOnlyList<DatasetVersion> versions = await ListAsync(name, cancellationToken).ConfigureAwait(false);
            found.AddRange(versions.Where(v => v.Digest == hash || v.DvcHash == hash || v.Files.Any(f => f.Digest == hash || f.Md5 == hash)));
        }

        return found;
    }

    /// <summary>Checks that a file or folder holds what was registered: every byte, every name, nothing more.</summary>
    /// <param name="version">The version.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it does.</returns>
    /// <exception cref="ArtifactDigestMismatchException">It does not; the error names the first file that differs.</exception>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    public static async Task VerifyAsync(DatasetVersion version, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentException.ThrowIfNullOrEmpty(path);
        DatasetContent content = await DatasetContent.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        if (content.Digest == version.Digest) { return; }
        Dictionary<string, DatasetFile> actual = content.Files.ToDictionary(static f => f.Path, StringComparer.Ordinal);
        foreach (DatasetFile file in version.Files)
        {
            if (!actual.Remove(file.Path, out DatasetFile? found)) { throw new ArtifactDigestMismatchException(file.Path, file.Digest, "no file"); }
            if (found.Digest != file.Digest) { throw new ArtifactDigestMismatchException(file.Path, file.Digest, found.Digest); }
        }

        throw new ArtifactDigestMismatchException(actual.Keys.FirstOrDefault() ?? version.Name, "no such file", "an extra file");
    }

    private string HomeOf(string name) => NameRules.IsPlain(name)
        ? Path.Combine(_folder, name)
        : throw new ArgumentException($"'{name}' cannot name a dataset: use {NameRules.Plain}.", nameof(name));

    private static IEnumerable<long> Numbers(string home) => Directory.Exists(home)
        ? Directory.EnumerateFiles(home, "*" + Extension)
            .Select(static f => long.TryParse(Path.GetFileNameWithoutExtension(f), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0)
            .Where(static n => n > 0)
        : [];

    private static string PathOf(string home, long number) => Path.Combine(home, number.ToString("D8", CultureInfo.InvariantCulture) + Extension);

    private static async Task<DatasetVersion> ReadAsync(string home, string name, long number, CancellationToken cancellationToken)
    {
        string path = PathOf(home, number);
        try
        {
            if (new FileInfo(path).Length > MaxDocumentBytes) { throw new JsonException(); }
            DatasetVersion? version = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), DatasetJson.Default.DatasetVersion);
            string? digest = version is null ? null : VersionManifest.DigestOf([.. version.Files.Select(static f => new ArtifactDescriptor(f.Path, f.Digest, f.Size))]);
            return version is not null && version.Name == name && version.Number == number && version.Digest == digest ? version : throw new JsonException();
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException)
        {
            throw RegistryStorageException.Damaged($"of dataset '{name}', number {number}, is damaged or was changed", error);
        }
    }

    private static void MakeFolder(string home)
    {
        try
        {
            Directory.CreateDirectory(home);
        }
        catch (Exception error) when (StorageErrors.IsRefusedWrite(error))
        {
            throw StorageErrors.RefusedWrite(error, Place);
        }
    }

    private static async Task<bool> TryWriteAsync(string home, DatasetVersion version, CancellationToken cancellationToken)
    {
        string aside = Path.Combine(home, $".{Guid.NewGuid():N}.tmp");
        string target = PathOf(home, version.Number);
        try
        {
            FileStream file = new(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await JsonSerializer.SerializeAsync(file, version, DatasetJson.Default.DatasetVersion, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            if (!NativeFile.TryPublish(aside, target)) { return false; } // another was first: the next number is tried
            DurableFolder.Flush(home);
            return true;
        }
        catch (Exception error) when (StorageErrors.IsRefusedWrite(error))
        {
            throw StorageErrors.RefusedWrite(error, Place);
        }
        finally
        {
            ScratchFolder.TryDelete(aside);
        }
    }
}
