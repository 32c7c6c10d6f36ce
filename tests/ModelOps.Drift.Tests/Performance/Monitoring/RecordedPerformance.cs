using System.Collections.Concurrent;
using ModelOps.Drift.Performance.Monitoring;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

/// <summary>Keeps the windows it was told of.</summary>
internal sealed class RecordedPerformance : IPerformanceEvaluationObserver
{
    private readonly ConcurrentQueue<PerformanceEvaluation> _all = new();

    internal IReadOnlyList<PerformanceEvaluation> All => [.. _all];

    public ValueTask OnEvaluatedAsync(PerformanceEvaluation evaluation, CancellationToken cancellationToken = default)
    {
        _all.Enqueue(evaluation);
        return ValueTask.CompletedTask;
    }
}
