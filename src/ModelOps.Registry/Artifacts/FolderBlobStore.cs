using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;
using ModelOps.Storage;

namespace ModelOps.Registry.Artifacts;

/// <summary>Contents in a folder: <c>blobs/sha256/&lt;2&gt;/&lt;62&gt;</c>.</summary>
/// <remarks>A content is written and hashed under a temporary name, flushed to disk, and only then renamed: a blob is there as a whole or not at all.</remarks>
internal sealed class FolderBlobStore(string folder, ScratchFolder scratch, ILogger logger) : IBlobStore
{
    private const int BufferSize = 1 << 20;

    public bool IsEmpty => !Directory.Exists(folder) || !Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any();

    public string FindFile(string digest) => Digest.PathIn(folder, digest);

    public async Task<StagedFile> StageAsync(ModelFile source, long maxBytes, CancellationToken cancellationToken)
    {
        string path = scratch.NewPath();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            Stream content = source.OpenRead();
            await using (content.ConfigureAwait(false))
            {
                using Microsoft.Win32.SafeHandles.SafeFileHandle file = Guard(() => File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write));
                long size = 0;
                int read;
                while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    if (size + read > maxBytes) { throw TooLarge(source.Path); }
                    hash.AppendData(buffer, 0, read);
                    Guard(() => RandomAccess.Write(file, buffer.AsSpan(0, read), size));
                    size += read;
                }

                Guard(() => RandomAccess.FlushToDisk(file));
                return new StagedFile(new ArtifactDescriptor(source.Path, Digest.Format(hash.GetHashAndReset()), size), path);
            }
        }
        catch
        {
            ScratchFolder.TryDelete(path);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async Task CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken)
    {
        try
        {
            HashSet<string> folders = new(StringComparer.Ordinal);
            foreach (StagedFile file in files)
            {
                string target = FindFile(file.Descriptor.Digest);
                string parent = Path.GetDirectoryName(target)!;
                Directory.CreateDirectory(parent);
                await PlaceAsync(file, target, cancellationToken).ConfigureAwait(false);
                folders.Add(parent);
                folders.Add(Path.GetDirectoryName(parent)!);
            }

            foreach (string changed in folders) { DurableFolder.Flush(changed); }
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    public Task<Stream?> OpenReadAsync(string digest, long offset, long? length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            FileStream file = new(FindFile(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
            file.Position = offset;
            return Task.FromResult<Stream?>(length is { } part ? new RangeStream(file, Math.Min(part, Math.Max(0, file.Length - offset))) : file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    public Task<bool> ExistsAsync(string digest, CancellationToken cancellationToken) => Task.FromResult(File.Exists(FindFile(digest)));

    public Task<bool> DeleteAsync(string digest, CancellationToken cancellationToken) => Task.FromResult(Guard(() =>
    {
        string path = FindFile(digest);
        if (!File.Exists(path)) { return false; }
        File.SetAttributes(path, FileAttributes.Normal); // Windows removes no read-only file
        File.Delete(path);
        return true;
    }));

    public async IAsyncEnumerable<BlobEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        string all = Path.Combine(folder, "sha256");
        if (!Directory.Exists(all)) { yield break; }
        foreach (FileInfo file in new DirectoryInfo(all).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string digest = $"sha256:{file.Directory!.Name}{file.Name}";
            if (Digest.IsDigest(digest) && file.Exists) { yield return new BlobEntry(digest, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)); }
        }
    }

    private async Task PlaceAsync(StagedFile file, string target, CancellationToken cancellationToken)
    {
        File.SetAttributes(file.TemporaryPath, FileAttributes.ReadOnly);
        if (File.Exists(target))
        {
            if (await Digest.OfFileAsync(target, cancellationToken).ConfigureAwait(false) == file.Descriptor.Digest) { return; }
            logger.ArtifactRestored(file.Descriptor.Digest);
        }

        // Replacing is safe: whatever another process has put there meanwhile has the same bytes.
        File.Move(file.TemporaryPath, target, overwrite: true);
    }

    private static ArgumentException TooLarge(string path) => new(
        $"The files of the version are larger than {nameof(RegistryOptions.MaxVersionBytes)} allows, reached at '{path}'. Register fewer bytes, or raise {RegistryOptions.SectionName}:{nameof(RegistryOptions.MaxVersionBytes)}.");

    private static void Guard(Action write) => Guard(() =>
    {
        write();
        return true;
    });

    private static T Guard<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }
}
