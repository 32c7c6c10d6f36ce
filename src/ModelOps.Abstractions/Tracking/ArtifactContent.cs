namespace ModelOps;

/// <summary>An opened artifact. The one who asked for it disposes it.</summary>
/// <param name="stream">Bytes asked for; read-only. It goes with this object.</param>
/// <param name="offset">Where in the file they begin.</param>
/// <param name="length">How many there are.</param>
/// <param name="size">Bytes of the whole file.</param>
public sealed class ArtifactContent(Stream stream, long offset, long length, long size) : IAsyncDisposable
{
    /// <summary>Bytes asked for; it ends after <see cref="Length"/>.</summary>
    public Stream Stream { get; } = stream;

    /// <summary>Where in the file they begin.</summary>
    public long Offset { get; } = offset;

    /// <summary>How many there are.</summary>
    public long Length { get; } = length;

    /// <summary>Bytes of the whole file.</summary>
    public long Size { get; } = size;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
