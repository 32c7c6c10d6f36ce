using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Quality;

/// <summary>What was found of all rules of a schema.</summary>
public sealed record DataQualityReport
{
    /// <summary>Rows looked at.</summary>
    public required long RowCount { get; init; }

    /// <summary>Every rule with its score, kept or not, so that a score can be watched before it alarms.</summary>
    public required IReadOnlyList<RuleResult> Results { get; init; }

    /// <summary>The rules that the data breaks.</summary>
    public IEnumerable<RuleResult> Anomalies => Results.Where(static result => result.IsViolated);

    /// <summary>Whether the data keeps every rule.</summary>
    public bool IsValid => !Results.Any(static result => result.IsViolated);

    /// <summary>Logs each anomaly (event 4050) and the outcome (event 4051), with counts and no values.</summary>
    /// <param name="logger">Where to.</param>
    /// <param name="dataSet">Name of the data.</param>
    public void LogTo(ILogger logger, string dataSet)
    {
        ArgumentNullException.ThrowIfNull(logger);
        foreach (RuleResult anomaly in Anomalies)
        {
            logger.DataAnomalyFound(dataSet, anomaly.Column, anomaly.Code, anomaly.Expected, anomaly.ViolationCount, anomaly.CheckedCount, anomaly.Score);
        }

        logger.DataValidated(dataSet, RowCount, Results.Count(static result => result.IsViolated), Results.Count);
    }
}
