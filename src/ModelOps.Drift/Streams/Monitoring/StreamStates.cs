using System.Text.Json;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Reads the saved streams at start, and writes those with news.</summary>
internal sealed class StreamStates(StreamStateFolder folder, StreamDirectory directory, StreamHistory history, IOptions<StreamDetectionOptions> options, TimeProvider time)
{
    private Task _writing = Task.CompletedTask;

    /// <summary>Goes on from what is saved, before any value comes.</summary>
    internal void Load()
    {
        if (!directory.HasStreams || !folder.TryHold()) { return; }
        long now = time.GetUtcNow().UtcTicks;
        foreach (StreamStateDocument document in folder.Load().OrderByDescending(static document => document.SeenAt))
        {
            var key = new VersionKey(document.Model, document.Version);
            long seenAt = Math.Min(now, document.SeenAt.UtcTicks);
            if (directory.Restore(key, seenAt) is not { } version)
            {
                // Its model has no streams now; they may come back.
                if (now - seenAt >= options.Value.ForgetAfter.Ticks) { folder.Delete(key); }
                continue;
            }

            version.Restored = Restore(version, document);
            version.SavedTaken = version.Taken;
            history.Load(key, document.Changes);
        }
    }

    /// <summary>Writes versions with news, unless the last writing still goes on.</summary>
    /// <returns>The writing.</returns>
    internal Task SaveAsync()
    {
        if (!_writing.IsCompleted || !folder.TryHold()) { return _writing; }
        List<(WatchedVersion Version, byte[] State)> states = [];
        foreach (WatchedVersion version in directory.Versions.Where(static version => version.IsDirty || version.Taken != version.SavedTaken))
        {
            states.Add((version, Write(version)));
            version.SavedTaken = version.Taken;
            version.IsDirty = false;
        }

        return states.Count == 0 ? Task.CompletedTask : _writing = Task.Run(() => Write(states));
    }

    internal void Forget(WatchedVersion version)
    {
        history.Forget(version.Key);
        folder.Delete(version.Key);
    }

    private void Write(List<(WatchedVersion Version, byte[] State)> states)
    {
        foreach ((WatchedVersion version, byte[] state) in states)
        {
            if (!version.IsForgotten && !folder.Save(version.Key, state)) { version.IsDirty = true; }
        }
    }

    private byte[] Write(WatchedVersion version) => JsonSerializer.SerializeToUtf8Bytes(
        new StreamStateDocument
        {
            Format = StreamStateDocument.ExpectedFormat,
            Model = version.Key.Model,
            Version = version.Key.Version,
            SeenAt = new DateTimeOffset(version.SeenAt, TimeSpan.Zero),
            Streams = [.. version.Streams.Select(static stream => stream.Save())],
            Changes = history.Read(version.Key),
        },
        StreamStateJsonContext.Default.StreamStateDocument);

    private int Restore(WatchedVersion version, StreamStateDocument document)
    {
        List<(string Stream, string Problem)> aside = [];
        int restored = 0;
        foreach (StreamStateEntry entry in document.Streams)
        {
            WatchedStream? stream = Array.Find(version.Streams, stream => stream.Plan.Name == entry.Stream);
            string? problem = stream is null ? "it is watched no longer" : stream.Plan.Key != entry.Key ? "its settings have changed" : null;
            try
            {
                if (problem is null) { stream!.Load(entry); }
                restored += problem is null ? 1 : 0;
            }
            catch (StreamDetectorFormatException error)
            {
                problem = error.Problem;
            }

            if (problem is not null) { aside.Add((entry.Stream, problem)); }
        }

        foreach ((string stream, string problem) in aside)
        {
            folder.CopyAside(version.Key, $"stream '{stream}' of '{version.Key.Model}' {version.Key.Version}", problem);
            version.IsDirty = true;
        }

        return restored;
    }
}
