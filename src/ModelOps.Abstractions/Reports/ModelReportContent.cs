namespace ModelOps;

/// <summary>A report, ready to be written.</summary>
public sealed class ModelReportContent
{
    private readonly Func<Stream, CancellationToken, Task> _write;

    /// <summary>Makes a report.</summary>
    /// <param name="contentType">Media type of what is written, with its charset where it is text.</param>
    /// <param name="write">Writes it to a stream and leaves that open; called at most once.</param>
    public ModelReportContent(string contentType, Func<Stream, CancellationToken, Task> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(contentType);
        ArgumentNullException.ThrowIfNull(write);
        ContentType = contentType;
        _write = write;
    }

    /// <summary>Media type of what is written.</summary>
    public string ContentType { get; }

    /// <summary>Writes the report.</summary>
    /// <param name="output">Where to write; is left open.</param>
    /// <param name="cancellationToken">Ends the writing early; the report is incomplete then.</param>
    /// <returns>A task that ends when all is written.</returns>
    public Task WriteAsync(Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        return _write(output, cancellationToken);
    }
}
