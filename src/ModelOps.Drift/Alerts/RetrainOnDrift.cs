using System.Globalization;
using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Performance;

namespace ModelOps.Drift.Alerts;

/// <summary>Starts training when a model drifts: one job for each time that it does, however many hosts, windows and restarts tell of it.</summary>
internal sealed class RetrainOnDrift(RetrainOnDriftOptions options, Func<ITrainingJobLauncher> launcher, TimeProvider time, ILogger logger) : IDriftEvaluationObserver
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<(string Model, string Version), (int Windows, DateTimeOffset Since)> _episodes = [];
    private readonly Dictionary<string, (DateTimeOffset At, string Key)> _started = new(StringComparer.Ordinal);

    public bool FollowsEveryWindow => true;

    public async ValueTask OnEvaluatedAsync(DriftEvaluation evaluation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (!options.Models.TryGetValue(evaluation.Model, out RetrainingRule? rule)) { return; }
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Follow(evaluation, rule) is { } since && evaluation.Tells) { await StartAsync(evaluation, rule, since, cancellationToken).ConfigureAwait(false); }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <returns>Since when it drifts, if it has for long enough; null otherwise.</returns>
    private DateTimeOffset? Follow(DriftEvaluation evaluation, RetrainingRule rule)
    {
        (string, string) version = (evaluation.Model, evaluation.Version);
        if (!IsEnough(evaluation.Report, rule))
        {
            // A window that says nothing ends no episode.
            if (evaluation.Report.TestedCount > 0) { _episodes.Remove(version); }
            return null;
        }

        // Monitoring tells since when; it is the same on every host, and after a restart.
        DateTimeOffset told = evaluation.Report.Features.Where(static feature => feature.HasDrifted).Min(feature => feature.Since ?? evaluation.From);
        (int windows, DateTimeOffset since) = _episodes.TryGetValue(version, out var episode) ? (episode.Windows + 1, episode.Since) : (1, told);
        _episodes[version] = (windows, since);
        return windows >= rule.Windows ? since : null;
    }

    private async Task StartAsync(DriftEvaluation evaluation, RetrainingRule rule, DateTimeOffset since, CancellationToken cancellationToken)
    {
        string window = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string key = RetrainingKey.Of(evaluation.Model, window);
        DateTimeOffset now = time.GetUtcNow();
        if (_started.TryGetValue(evaluation.Model, out (DateTimeOffset At, string Key) last) && (last.Key == key || now - last.At < rule.Cooldown)) { return; }
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            TrainingJobHandle job = await launcher().StartAsync(Spec(evaluation, rule, window), key, patience.Token).ConfigureAwait(false);
            _started[evaluation.Model] = (now, key);
            if (job.IsNew) { logger.RetrainingStarted(evaluation.Model, evaluation.Version, window, job.Id, job.Launcher, evaluation.Report.DriftedCount); }
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.RetrainingFailed(evaluation.Model, evaluation.Version, (error as ModelOpsException)?.Code ?? error.GetType().Name, error);
        }
    }

    private static TrainingJobSpec Spec(DriftEvaluation evaluation, RetrainingRule rule, string since)
    {
        string features = AlertText.Bound(string.Join(',', evaluation.Report.Features.Where(static feature => feature.HasDrifted)
            .OrderByDescending(static feature => feature.EffectSize).Select(static feature => AlertText.Bound(feature.Feature, 64))));
        return new TrainingJobSpec
        {
            Job = rule.Job,
            Model = evaluation.Model,
            TimeLimit = rule.TimeLimit,
            Reason = $"Drift since {since}: {features}",
            Parameters = new Dictionary<string, string>(rule.Parameters, StringComparer.Ordinal)
            {
                ["drift_version"] = evaluation.Version,
                ["drift_since"] = since,
                ["drift_features"] = features,
            },
        };
    }

    private static bool IsEnough(DriftReport report, RetrainingRule rule)
    {
        if (!report.HasDrifted || report.DriftedShare < rule.MinDriftedShare) { return false; }
        if (!rule.EvenIfNearlyAllDrifted && FeatureFindings.IsNearlyAll(report)) { return false; }
        return rule.MinImportance <= 0 || DriftImpact.Rank(report, rule.Importances.AsReadOnly()).Where(static entry => entry.Drift.HasDrifted).Sum(static entry => entry.Importance) >= rule.MinImportance;
    }
}
