using ModelOps.Registry.PostgreSql.Artifacts;
using ModelOps.Registry.PostgreSql.S3;

namespace ModelOps.Registry.PostgreSql.Tracking;

/// <summary>A part of an upload, opened when it is first read.</summary>
internal sealed class PartStream(S3Client client, string key) : MemoryStream
{
    private S3ReadStream? _content;

    /// <exception cref="RegistryStorageException">The store did not answer to the end.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            _content ??= await S3ReadStream.OpenAsync(client, key, 0, null, cancellationToken).ConfigureAwait(false);
            return await _content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (S3Exception error)
        {
            throw S3Errors.Translate(error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) { _content?.Dispose(); }
        base.Dispose(disposing);
    }
}
