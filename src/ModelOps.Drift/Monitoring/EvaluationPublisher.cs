using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Monitoring;

/// <summary>Tells history and metrics of an evaluation; log and all observers too where this replica is the one that tells.</summary>
internal sealed class EvaluationPublisher(
    DriftHistory history, DriftMetrics metrics, MonitoringMetrics monitoring, IEnumerable<IDriftEvaluationObserver> observers, ILogger<EvaluationPublisher> logger)
{
    private readonly IDriftEvaluationObserver[] _observers = [.. observers];
    private readonly Dictionary<VersionKey, HashSet<string>> _drifted = [];

    internal async Task PublishAsync(DriftEvaluation evaluation, bool tells, CancellationToken cancellationToken)
    {
        history.Add(evaluation);
        metrics.Evaluated(evaluation.Model, evaluation.Version, evaluation.Report);
        TellChanges(evaluation, tells);
        DriftEvaluation told = evaluation with { Tells = tells };
        foreach (IDriftEvaluationObserver observer in _observers.Where(observer => tells || observer.FollowsEveryWindow))
        {
            try
            {
                await observer.OnEvaluatedAsync(told, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.EvaluationObserverFailed(observer.GetType().Name, evaluation.Window, evaluation.Model, evaluation.Version, e);
            }
        }
    }

    private void TellChanges(DriftEvaluation evaluation, bool tells)
    {
        var key = new VersionKey(evaluation.Model, evaluation.Version);
        HashSet<string> before = _drifted.GetValueOrDefault(key) ?? [];
        HashSet<string> now = [.. evaluation.Report.Features.Where(static feature => feature.HasDrifted).Select(static feature => feature.Feature)];
        _drifted[key] = now;
        monitoring.Alarmed(key, now.Count(feature => !before.Contains(feature)));
        if (!tells) { return; }
        foreach (FeatureDrift feature in evaluation.Report.Features.Where(feature => feature.HasDrifted && !before.Contains(feature.Feature)).Select(static feature => feature.Leading))
        {
            logger.DriftBegan(
                feature.Feature, key.Model, key.Version, feature.Statistic, feature.Value, feature.EffectSize, feature.MinimumEffect, feature.AdjustedPValue, evaluation.Window);
        }

        foreach (string ended in before.Except(now).Order(StringComparer.Ordinal)) { logger.DriftEnded(ended, key.Model, key.Version, evaluation.Window); }
        DriftReport report = evaluation.Report;
        logger.WindowEvaluated(
            evaluation.Window, key.Model, key.Version, evaluation.Replicas, report.DriftedCount, report.TestedCount, report.Features.Count - report.TestedCount);
    }
}
