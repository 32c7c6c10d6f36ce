using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>What is kept of each version over a restart: a file each, written beside the old one and moved over it. For one process at a time, which its lock sees to.</summary>
internal sealed class PerformanceState(IOptions<PerformanceMonitoringOptions> options, ILogger<PerformanceState> logger) : IDisposable
{
    private const string Pattern = "*.performance.json";
    private readonly string? _folder = options.Value.StateDirectory;
    private readonly FolderLock? _lock = options.Value.StateDirectory is { } folder ? new FolderLock(folder, "performance.lock") : null;
    private readonly ConcurrentDictionary<VersionKey, PerformanceStateDocument> _kept = new();
    private bool _toldHeld;
    private bool _toldFailure;

    /// <summary>Whether this process keeps state. The first that asks takes the lock, if nobody has it.</summary>
    internal bool IsOn => _lock is not null && _lock.IsHeld;

    /// <summary>Reads what is kept.</summary>
    /// <returns>The versions that something is kept of.</returns>
    internal IReadOnlyCollection<VersionKey> Load()
    {
        if (_lock is null || !TryHold()) { return []; }
        foreach (string file in Directory.EnumerateFiles(_folder!, Pattern).ToArray())
        {
            if (Read(file) is { } document) { _kept[new VersionKey(document.Model, document.ModelVersion)] = document; }
        }

        return [.. _kept.Keys];
    }

    /// <summary>Hands over what is kept of a version, once.</summary>
    internal PerformanceStateDocument? Take(VersionKey key) => _kept.TryRemove(key, out PerformanceStateDocument? document) ? document : null;

    internal void Save(PerformanceStateDocument document)
    {
        if (_lock is null || !TryHold()) { return; }
        try
        {
            WholeFile.Write(FileOf(new VersionKey(document.Model, document.ModelVersion)), stream => JsonSerializer.Serialize(stream, document, PerformanceJsonContext.Default.PerformanceStateDocument));
            _toldFailure = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_toldFailure) { logger.PerformanceStateTrouble($"'{document.Model}' {document.ModelVersion}", $"it could not be written ({error.GetType().Name}); it is tried again"); }
            _toldFailure = true;
        }
    }

    /// <summary>Tells that something of what was kept is of no use.</summary>
    internal void Drop(VersionKey key, string problem) => logger.PerformanceStateTrouble($"'{key.Model}' {key.Version}", problem);

    internal void Forget(VersionKey key)
    {
        if (!IsOn) { return; }
        try
        {
            File.Delete(FileOf(key));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Drop(key, $"it could not be removed ({error.GetType().Name})");
        }
    }

    public void Dispose() => _lock?.Dispose();

    private string FileOf(VersionKey key) => Path.Combine(_folder!, AlertKeys.Of("performance", key.Model, key.Version) + Pattern[1..]);

    private bool TryHold()
    {
        if (_lock!.TryHold(out Exception? error)) { return true; }
        if (!_toldHeld) { logger.PerformanceStateTrouble("all models", $"the folder is held by another process or cannot be used ({error!.GetType().Name}), so nothing is kept here until it is free"); }
        _toldHeld = true;
        return false;
    }

    private PerformanceStateDocument? Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length > LabelJoinFile.MaxBytes) { throw new JsonException("it is too large"); }
            PerformanceStateDocument document = BoundedJson.Read(
                File.ReadAllBytes(file), LabelJoinFile.MaxBytes, PerformanceJsonContext.Default.PerformanceStateDocument, "a state", static (what, cause) => new JsonException(what, cause));
            return document is { Format: PerformanceStateDocument.ExpectedFormat, Version: PerformanceStateDocument.CurrentVersion } && FileOf(new VersionKey(document.Model, document.ModelVersion)) == file
                ? document
                : throw new JsonException("it is of another format");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            logger.PerformanceStateTrouble(Path.GetFileName(file), $"it is damaged or cannot be read ({error.GetType().Name}), so it was set aside with the ending {WholeFile.DamagedEnding}");
            WholeFile.SetAside(file);
            return null;
        }
    }
}
