using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Artifacts;

/// <summary>Immutable contents, each under its SHA-256: <c>blobs/sha256/&lt;2&gt;/&lt;62&gt;</c>.</summary>
/// <remarks>A content is written and hashed under a temporary name, flushed to disk, and only then renamed: a blob is there as a whole or not at all.</remarks>
internal sealed class BlobStore(string folder, ScratchFolder scratch, ILogger logger)
{
    private const int BufferSize = 1 << 20;

    public bool IsEmpty => !Directory.Exists(folder) || !Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any();

    public string PathOf(string digest) => Digest.PathIn(folder, digest);

    /// <summary>Reads a content once, into a durable temporary file.</summary>
    /// <exception cref="ArgumentException">It has more than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="RegistryStorageException">It could not be written. Errors of reading the source pass as they are.</exception>
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

    /// <summary>Moves staged files to their places and makes that durable. A content that is there already stays, unless it is damaged.</summary>
    /// <exception cref="RegistryStorageException">It could not be written.</exception>
    public async Task CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken)
    {
        try
        {
            HashSet<string> folders = new(StringComparer.Ordinal);
            foreach (StagedFile file in files)
            {
                string target = PathOf(file.Descriptor.Digest);
                string parent = Path.GetDirectoryName(target)!;
                Directory.CreateDirectory(parent);
                await PlaceAsync(file, target, cancellationToken).ConfigureAwait(false);
                folders.Add(parent);
                folders.Add(Path.GetDirectoryName(parent)!);
            }

            foreach (string changed in folders) { NativeFile.FlushFolder(changed); }
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
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
