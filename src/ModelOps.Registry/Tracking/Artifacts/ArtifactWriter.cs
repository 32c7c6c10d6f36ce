using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Tracking.Artifacts;

/// <summary>Reads contents into durable temporary files.</summary>
internal sealed class ArtifactWriter(ScratchFolder scratch)
{
    private const int BufferSize = 1 << 17;

    /// <summary>Reads a content to its end.</summary>
    /// <returns>The file, which the caller moves or deletes, its bytes, and the SHA-256 of them in lower-case hex.</returns>
    /// <exception cref="ArtifactTooLargeException">It has more than <paramref name="maxBytes"/>.</exception>
    public async Task<(string Path, long Size, string Hash)> WriteAsync(
        IEnumerable<Func<Stream>> contents, bool leaveOpen, long maxBytes, long limit, CancellationToken cancellationToken)
    {
        string path = scratch.NewPath();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            using SafeFileHandle file = Guard(() => File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write));
            long size = 0;
            foreach (Func<Stream> open in contents)
            {
                Stream content = open();
                try
                {
                    int read;
                    while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                    {
                        if (size + read > maxBytes) { throw new ArtifactTooLargeException(limit); }
                        hash.AppendData(buffer, 0, read);
                        Write(file, buffer, read, size);
                        size += read;
                    }
                }
                finally
                {
                    if (!leaveOpen) { await content.DisposeAsync().ConfigureAwait(false); }
                }
            }

            Guard(() =>
            {
                RandomAccess.FlushToDisk(file);
                return true;
            });
            return (path, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
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

    private static void Write(SafeFileHandle file, byte[] buffer, int count, long offset)
    {
        try
        {
            RandomAccess.Write(file, buffer.AsSpan(0, count), offset);
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    /// <summary>Errors of our own files are the storage's; those of the content pass as they are.</summary>
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
