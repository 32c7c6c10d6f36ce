using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The folder of saved streams, one file a version: written beside the old one, forced to disk, then moved over it. It belongs to the process that holds its lock.</summary>
internal sealed class StreamStateFolder(IOptions<StreamDetectionOptions> options, ILogger<StreamStateFolder> logger) : IDisposable
{
    internal const string AsideSuffix = ".aside";
    private const string LockName = "streams.lock";
    private const string Pattern = "streams-*.json";
    private const int MaxBytes = 256 << 20;
    private readonly string? _folder = options.Value.StateDirectory;
    private readonly FolderLock? _lock = options.Value.StateDirectory is { } folder ? new FolderLock(folder, LockName) : null;
    private bool _complained;

    /// <summary>Whether state can be kept: takes the folder if nobody has it.</summary>
    internal bool TryHold()
    {
        if (_lock is null || _lock.IsHeld) { return _lock is not null; }
        bool held = _lock.TryHold(out Exception? error);
        if (held) { _complained = false; } else { Complain(error!); }
        return held;
    }

    /// <returns>What can be read of what is kept; damaged files are set aside.</returns>
    internal IEnumerable<StreamStateDocument> Load()
    {
        string[] files = _lock is not { IsHeld: true } ? [] : [.. Directory.EnumerateFiles(_folder!, Pattern).Order(StringComparer.Ordinal)];
        foreach (string file in files)
        {
            StreamStateDocument? document = null;
            try
            {
                document = Read(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or StreamDetectorFormatException)
            {
                SetAside(file, "a version", (error as StreamDetectorFormatException)?.Problem ?? $"the file cannot be read ({error.GetType().Name})");
            }

            if (document is not null) { yield return document; }
        }
    }

    /// <summary>Keeps a copy of what is saved of a version, before it is written anew without some of its streams.</summary>
    internal void CopyAside(VersionKey key, string what, string problem) => SetAside(FileOf(key), what, problem, copies: true);

    /// <returns>Whether it was written.</returns>
    internal bool Save(VersionKey key, byte[] state)
    {
        try
        {
            WholeFile.Write(FileOf(key), stream => stream.Write(state));
            _complained = false;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Complain(error);
            return false;
        }
    }

    internal void Delete(VersionKey key)
    {
        if (_lock is not { IsHeld: true }) { return; }
        try
        {
            File.Delete(FileOf(key));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Complain(error);
        }
    }

    public void Dispose() => _lock?.Dispose();

    private static StreamStateDocument Read(string file)
    {
        if (new FileInfo(file).Length > MaxBytes) { throw new StreamDetectorFormatException($"it has more than the {MaxBytes} bytes allowed"); }
        StreamStateDocument document = BoundedJson.Read(
            File.ReadAllBytes(file), MaxBytes, StreamStateJsonContext.Default.StreamStateDocument, "streams", static (problem, cause) => new StreamDetectorFormatException(problem, cause));
        return document.Format == StreamStateDocument.ExpectedFormat ? document : throw new StreamDetectorFormatException("it is of a format that this release does not know");
    }

    private string FileOf(VersionKey key) => Path.Combine(_folder!, $"streams-{AlertKeys.Of("streams", key.Model, key.Version)}.json");

    private void SetAside(string file, string what, string problem, bool copies = false)
    {
        string aside = file + AsideSuffix;
        try
        {
            if (copies) { File.Copy(file, aside, overwrite: true); } else { File.Move(file, aside, overwrite: true); }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem += $"; it could not be set aside ({error.GetType().Name})";
        }

        logger.StreamStateSetAside(what, Path.GetFileName(aside), problem);
    }

    // Once, until it works again.
    private void Complain(Exception error)
    {
        if (!_complained) { logger.StreamStateNotKept(error.GetType().Name); }
        _complained = true;
    }
}
