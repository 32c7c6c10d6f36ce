using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Monitoring;

/// <summary>Tells history, metrics, log and all observers of an evaluation.</summary>
internal sealed class EvaluationPublisher(
    DriftHistory history, DriftMetrics metrics, MonitoringMetrics monitoring, IEnumerable<IDriftEvaluationObserver> observers, ILogger<EvaluationPublisher> logger)
{
    private readonly IDriftEvaluationObserver[] _observers = [.. observers];
    private readonly Dictionary<VersionKey, HashSet<string>> _drifted = [];

    internal async Task PublishAsync(DriftEvaluation evaluation, CancellationToken cancellationToken)
    {
        history.Add(evaluation);
        metrics.Evaluated(evaluation.Model, evaluation.Version, evaluation.Report);
        TellChanges(evaluation);
        foreach (IDriftEvaluationObserver observer in _observers)
        {
            try
            {
                await observer.OnEvaluatedAsync(evaluation, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.EvaluationObserverFailed(observer.GetType().Name, evaluation.Window, evaluation.Model, evaluation.Version, e);
            }
        }
    }

    private void TellChanges(DriftEvaluation evaluation)
    {
        var key = new VersionKey(evaluation.Model, evaluation.Version);
        HashSet<string> before = _drifted.GetValueOrDefault(key) ?? [];
        HashSet<string> now = [.. evaluation.Report.Features.Where(static feature => feature.HasDrifted).Select(static feature => feature.Feature)];
        foreach (FeatureDrift feature in evaluation.Report.Features.Where(feature => feature.HasDrifted && !before.Contains(feature.Feature)))
        {
            logger.DriftBegan(
                feature.Feature, key.Model, key.Version, feature.Statistic, feature.Value, feature.EffectSize, feature.MinimumEffect, feature.AdjustedPValue, evaluation.Window);
        }

        foreach (string ended in before.Except(now).Order(StringComparer.Ordinal)) { logger.DriftEnded(ended, key.Model, key.Version, evaluation.Window); }
        monitoring.Alarmed(key, now.Count(feature => !before.Contains(feature)));
        _drifted[key] = now;
        DriftReport report = evaluation.Report;
        logger.WindowEvaluated(
            evaluation.Window, key.Model, key.Version, evaluation.Replicas, report.DriftedCount, report.TestedCount, report.Features.Count - report.TestedCount);
    }
}
