using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Alerts;

/// <summary>The file that alerts are kept in: whole or as it was. The process that holds its lock is the one that tells sinks.</summary>
internal sealed class AlertStateFile(string? folder, ILogger logger) : IDisposable
{
    internal const string FileName = "drift-alerts.json";
    private const string LockName = "drift-alerts.lock";
    private const int MaxBytes = 256 << 20;
    private readonly FolderLock? _lock = folder is null ? null : new FolderLock(folder, LockName);
    private bool _complained;

    /// <summary>Whether this process may tell sinks: it holds the lock, or there is no folder to share.</summary>
    public bool IsHeld => _lock is null || _lock.IsHeld;

    /// <summary>Takes the lock if nobody has it. It ends with the process, however that ends.</summary>
    public bool TryHold()
    {
        if (_lock is null) { return true; }
        bool held = _lock.TryHold(out Exception? error);
        if (!held && !_complained) { logger.AlertsFollow(error!.GetType().Name); }
        _complained = !held;
        return held;
    }

    /// <returns>What is kept; null when there is nothing, or nothing that can be read, which is set aside.</returns>
    public AlertStateDocument? Load()
    {
        if (folder is null) { return null; }
        string file = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(file)) { return null; }
            AlertStateDocument document = BoundedJson.Read(
                File.ReadAllBytes(file), MaxBytes, AlertJsonContext.Default.AlertStateDocument, "drift alerts", static (what, cause) => new JsonException(what, cause));
            return document.Format == AlertStateDocument.CurrentFormat ? document : throw new JsonException("it is of a format that this release does not know");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            logger.AlertsNotRead(error.GetType().Name);
            WholeFile.SetAside(file);
            return null;
        }
    }

    /// <returns>Whether it is kept.</returns>
    public bool Save(AlertStateDocument document)
    {
        if (folder is null || !IsHeld) { return false; }
        try
        {
            WholeFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, document, AlertJsonContext.Default.AlertStateDocument));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.AlertsNotKept(error.GetType().Name);
            return false;
        }
    }

    public void Dispose() => _lock?.Dispose();
}
