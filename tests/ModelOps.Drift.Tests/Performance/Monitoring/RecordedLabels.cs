using System.Collections.Concurrent;
using ModelOps.Drift.Performance;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

/// <summary>Keeps the labelled predictions it was told of.</summary>
internal sealed class RecordedLabels : ILabelledPredictionObserver
{
    private readonly ConcurrentQueue<LabelledPrediction> _all = new();

    internal IReadOnlyList<LabelledPrediction> All => [.. _all];

    internal Exception? Fault { get; set; }

    public void OnLabelled(LabelledPrediction prediction)
    {
        if (Fault is { } fault) { throw fault; }
        _all.Enqueue(prediction);
    }
}
