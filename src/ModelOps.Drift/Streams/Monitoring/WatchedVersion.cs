using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The watched streams of a served version.</summary>
internal sealed class WatchedVersion
{
    private long _lost;

    internal WatchedVersion(VersionKey key, IReadOnlyList<StreamPlan> plans, long now)
    {
        Key = key;
        SeenAt = now;
        Streams = [.. plans.Select(plan => new WatchedStream(this, plan))];
        Inputs = Of(StreamSource.Input);
        Outputs = Of(StreamSource.Output);
        Latencies = Of(StreamSource.Latency);
        Failures = Of(StreamSource.Failures);
        Labelled = [.. Streams.Where(static stream => stream.Plan.IsLabelled)];
    }

    internal VersionKey Key { get; }

    internal WatchedStream[] Streams { get; }

    internal WatchedStream[] Inputs { get; }

    internal WatchedStream[] Outputs { get; }

    internal WatchedStream[] Latencies { get; }

    internal WatchedStream[] Failures { get; }

    internal WatchedStream[] Labelled { get; }

    /// <summary>Time of the newest value, in ticks of UTC.</summary>
    internal long SeenAt { get; set; }

    /// <summary>Values taken when they were last saved.</summary>
    internal long SavedTaken { get; set; }

    /// <summary>Whether its state must be written even without new values.</summary>
    internal bool IsDirty { get; set; }

    /// <summary>Whether it was forgotten, and late values are left out.</summary>
    internal bool IsForgotten { get; set; }

    /// <summary>Streams that go on from a saved state.</summary>
    internal int Restored { get; set; }

    /// <summary>Values that did not fit into the buffer.</summary>
    internal long Lost => Interlocked.Read(ref _lost);

    internal long Taken => Streams.Sum(static stream => stream.Taken);

    internal void Lose(int values) => Interlocked.Add(ref _lost, values);

    private WatchedStream[] Of(StreamSource source) => [.. Streams.Where(stream => stream.Plan.Source == source)];
}
