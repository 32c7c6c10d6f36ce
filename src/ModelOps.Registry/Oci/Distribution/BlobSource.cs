namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Content to upload, readable from any place and more than once.</summary>
internal sealed class BlobSource(long length, Func<Stream> open)
{
    public long Length => length;

    public static BlobSource FromFile(string path) => new(new FileInfo(path).Length, () =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan));

    public static BlobSource FromBytes(ReadOnlyMemory<byte> bytes) => new(bytes.Length, () => new MemoryStream(bytes.ToArray(), writable: false));

    public Stream OpenAt(long offset)
    {
        Stream stream = open();
        stream.Position = offset;
        return stream;
    }
}
