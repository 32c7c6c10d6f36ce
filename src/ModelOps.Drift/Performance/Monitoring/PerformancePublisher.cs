using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Tells history, metrics, the log and all observers of a window.</summary>
internal sealed class PerformancePublisher(
    PerformanceHistory history, PerformanceMetrics metrics, IEnumerable<IPerformanceEvaluationObserver> observers, ILogger<PerformancePublisher> logger)
{
    private readonly IPerformanceEvaluationObserver[] _observers = [.. observers];
    private readonly Dictionary<(VersionKey Version, PerformanceStage Stage), HashSet<string>> _worse = [];

    internal async Task PublishAsync(PerformanceEvaluation evaluation, CancellationToken cancellationToken)
    {
        history.Add(evaluation);
        metrics.Evaluated(evaluation);
        TellChanges(evaluation);
        foreach (IPerformanceEvaluationObserver observer in _observers)
        {
            try
            {
                await observer.OnEvaluatedAsync(evaluation, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.PerformanceObserverFailed(observer.GetType().Name, evaluation.Model, evaluation.Version, e);
            }
        }
    }

    private void TellChanges(PerformanceEvaluation evaluation)
    {
        PerformanceEstimate? found = evaluation.Stage == PerformanceStage.Estimated ? evaluation.Estimate : evaluation.Realised?.Performance;
        if (found is null) { return; }
        var key = (new VersionKey(evaluation.Model, evaluation.Version), evaluation.Stage);
        HashSet<string> before = _worse.GetValueOrDefault(key) ?? [];
        HashSet<string> now = [.. before];
        string kind = evaluation.Stage == PerformanceStage.Estimated ? "Estimated" : "Realised";
        foreach (MetricEstimate metric in found.Metrics)
        {
            PerformanceVerdict verdict = RealisedJudge.Judge(metric, found.Count, evaluation.MinRows);
            if (verdict == PerformanceVerdict.Worse && now.Add(metric.Metric))
            {
                logger.PerformanceWorse(kind, metric.Metric, evaluation.Model, evaluation.Version, metric.Value, metric.Lower, metric.Upper, metric.Reference, found.Count, evaluation.Window);
            }
            else if (verdict == PerformanceVerdict.AsExpected && now.Remove(metric.Metric))
            {
                logger.PerformanceAsExpected(kind, metric.Metric, evaluation.Model, evaluation.Version, metric.Value, metric.Reference, evaluation.Window);
            }
        }

        _worse[key] = now;
    }
}
