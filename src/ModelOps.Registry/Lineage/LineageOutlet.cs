using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Lineage;

/// <summary>Where events are made durable: the file, the spool, or both.</summary>
internal sealed class LineageOutlet(IOptions<LineageOptions> options, LineageSpool spool, LineageMetrics metrics, ILogger<LineageOutlet> logger, TimeProvider time) : IDisposable
{
    private const int MaxAttempts = 50;
    private static readonly TimeSpan Contention = TimeSpan.FromMilliseconds(20);
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Writes an event; false when there is no room or the disk fails.</summary>
    public async Task<bool> WriteAsync(LineageEvent entry, CancellationToken cancellationToken)
    {
        LineageOptions settings = options.Value;
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (settings.Url is not null && !spool.HasRoom) { return false; }
            byte[] json = OpenLineageJson.Write(entry, settings.Namespace, settings.Producer);
            if (settings.File is { } file)
            {
                await AppendAsync(file, [.. json, (byte)'\n'], cancellationToken).ConfigureAwait(false);
                metrics.Count(LineageOutcome.Written);
            }

            if (settings.Url is not null) { await spool.AddAsync(json, cancellationToken).ConfigureAwait(false); }
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.LineageUnwritten(error);
            return false;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    /// <summary>Appends one line. Another process that appends now is waited for, since two at once would write over each other.</summary>
    private async Task AppendAsync(string path, byte[] line, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) { Directory.CreateDirectory(folder); }
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
                file.Write(line);
                return;
            }
            catch (IOException) when (attempt < MaxAttempts && File.Exists(path))
            {
                await Task.Delay(Contention, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
