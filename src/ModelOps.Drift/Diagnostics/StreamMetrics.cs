using System.Diagnostics;
using System.Diagnostics.Metrics;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Streams;
using ModelOps.Drift.Streams.Monitoring;

namespace ModelOps.Drift.Diagnostics;

internal sealed class StreamMetrics
{
    private readonly Counter<long> _changes;

    public StreamMetrics(IMeterFactory meters, StreamDirectory directory, StreamBuffer buffer)
    {
        Meter meter = meters.Create(ModelOpsDiagnostics.MeterName);
        _changes = meter.CreateCounter<long>("modelops.drift.stream.changes", unit: "{change}", description: "Changes and warnings of watched streams.");
        meter.CreateObservableCounter(
            "modelops.drift.stream.values", () => Values(directory), unit: "{value}", description: "Values of watched streams, by what became of them.");
        meter.CreateObservableGauge("modelops.drift.stream.waiting", () => buffer.Waiting, unit: "{value}", description: "Values that wait for their detectors.");
        meter.CreateObservableGauge(
            "modelops.drift.stream.calibrating", () => Calibrating(directory), unit: "{stream}", description: "Streams of a version whose detectors are not calibrated yet.");
    }

    public void Changed(StreamChange change)
    {
        TagList tags = Tags(new VersionKey(change.Model, change.Version));
        tags.Add(DriftTagNames.Stream, change.Stream);
        tags.Add(DriftTagNames.Detector, change.Detector);
        tags.Add(DriftTagNames.StreamState, change.State == StreamState.Drift ? "drift" : "warning");
        _changes.Add(1, tags);
    }

    private static TagList Tags(VersionKey key) => new() { { ModelOpsTagNames.Model, key.Model }, { ModelOpsTagNames.Version, key.Version } };

    private static IEnumerable<Measurement<long>> Values(StreamDirectory directory)
    {
        foreach (WatchedVersion version in directory.Versions)
        {
            long taken = 0;
            long skipped = 0;
            long refused = 0;
            long lost = version.Lost;
            foreach (WatchedStream stream in version.Streams)
            {
                refused += stream.Run.Refused;
                skipped += stream.Skipped;
                lost += stream.Run.Dropped;
                taken += stream.Taken;
            }

            yield return Measure(version.Key, "taken", taken - skipped);
            if (skipped > 0) { yield return Measure(version.Key, "skipped", skipped); }
            if (refused > 0) { yield return Measure(version.Key, "refused", refused); }
            if (lost > 0) { yield return Measure(version.Key, "lost", lost); }
        }
    }

    private static IEnumerable<Measurement<int>> Calibrating(StreamDirectory directory) =>
        directory.Versions.Select(static version => new Measurement<int>(version.Streams.Count(static stream => stream.Run.Phase != RunPhase.Watching), Tags(version.Key)));

    private static Measurement<long> Measure(VersionKey key, string outcome, long values)
    {
        TagList tags = Tags(key);
        tags.Add(DriftTagNames.Outcome, outcome);
        return new Measurement<long>(values, tags);
    }
}
