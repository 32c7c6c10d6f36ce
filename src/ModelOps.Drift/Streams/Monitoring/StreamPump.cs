using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Gives the values that calls handed over to their detectors, in order, and tells what is found. For one round at a time.</summary>
internal sealed class StreamPump(
    StreamDirectory directory, StreamBuffer buffer, CalibrationQueue calibrations, StreamPublisher publisher, StreamStates states,
    IOptions<StreamDetectionOptions> options, TimeProvider time, ILogger<StreamPump> logger)
{
    private static readonly TimeSpan LostPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ChangePause = TimeSpan.FromSeconds(1);
    private readonly List<StreamChange> _changes = [];
    private readonly Dictionary<WatchedVersion, long> _lost = [];
    private long _lostToldAt;
    private long _savedAt;
    private bool _hasChanged;

    /// <summary>Takes all that was handed over, and looks after every stream.</summary>
    internal void RunRound()
    {
        if (!directory.HasStreams) { return; }
        Drain();
        long now = time.GetUtcNow().UtcTicks;
        while (directory.Found.TryDequeue(out WatchedVersion? found)) { logger.StreamsWatched(found.Streams.Length, found.Key.Model, found.Key.Version, found.Restored); }
        foreach (WatchedVersion version in directory.Versions)
        {
            foreach (WatchedStream stream in version.Streams) { LookAfter(stream, now); }
        }

        foreach (WatchedVersion forgotten in directory.Forget(now))
        {
            states.Forget(forgotten);
            _lost.Remove(forgotten);
        }

        TellLost(now);
        if (_savedAt == 0) { _savedAt = now; }
        long due = (_hasChanged ? ChangePause : options.Value.SaveInterval).Ticks;
        if (now - _savedAt < due) { return; }
        _savedAt = now;
        _hasChanged = false;
        _ = states.SaveAsync();
    }

    private void Drain()
    {
        ValueRing ring = buffer.Ring;
        for (int left = ring.Capacity; left > 0 && ring.TryTake(out HandedValue value); left--)
        {
            WatchedStream stream = value.Stream!;
            WatchedVersion version = stream.Version;
            if (version.IsForgotten) { continue; }
            version.SeenAt = value.At;
            stream.Take(value.Value, value.At, _changes);
            if (_changes.Count > 0) { Publish(); }
        }
    }

    private void LookAfter(WatchedStream stream, long now)
    {
        stream.Elapse(now, _changes);
        if (stream.TakeProgress()) { Tell(stream); }
        if (stream is { IsQueued: false, Run.Phase: RunPhase.Calibrating }) { calibrations.Ask(stream); }
        if (stream.TakeMismatch() is { } mismatch) { Tell(stream, mismatch); }
        if (stream.Run.Refused > 0 && stream.ToldRefused == 0)
        {
            stream.ToldRefused = stream.Run.Refused;
            Tell(stream, "its detector does not take some of its values, which are left out");
        }

        if (_changes.Count > 0) { Publish(); }
    }

    /// <summary>Begins with detectors whose calibration has ended.</summary>
    internal void TakeCalibrated()
    {
        while (calibrations.TryTake(out (WatchedStream Stream, CalibrationResult Result) done))
        {
            (WatchedStream stream, CalibrationResult result) = done;
            if (stream.Version.IsForgotten) { continue; }
            if (result.Estimate is { } estimate)
            {
                logger.StreamCalibrated(
                    stream.Plan.Name, stream.Version.Key.Model, stream.Version.Key.Version, result.Detector.Name, estimate.Updates, estimate.StandardError, estimate.Threshold);
            }
            else
            {
                Tell(stream, result.Problem!);
            }

            stream.Run.Begin(result, _changes);
            stream.Version.IsDirty = true;
            _hasChanged = true;
            Publish();
        }
    }

    private void Publish()
    {
        foreach (StreamChange change in _changes) { publisher.Publish(change); }
        _hasChanged |= _changes.Count > 0;
        _changes.Clear();
    }

    private void TellLost(long now)
    {
        if (now - _lostToldAt < LostPause.Ticks) { return; }
        foreach (WatchedVersion version in directory.Versions.Where(version => version.Lost > _lost.GetValueOrDefault(version)))
        {
            _lost[version] = version.Lost;
            _lostToldAt = now;
            logger.StreamValuesLost(version.Lost, version.Key.Model, version.Key.Version);
        }
    }

    private void Tell(WatchedStream stream, string problem) => logger.StreamImpaired(stream.Plan.Name, stream.Version.Key.Model, stream.Version.Key.Version, problem);

    private void Tell(WatchedStream stream) => logger.StreamCalibrationProgressed(
        stream.Plan.Name, stream.Version.Key.Model, stream.Version.Key.Version, stream.Run.Sampled, stream.Plan.CalibrationValues);
}
