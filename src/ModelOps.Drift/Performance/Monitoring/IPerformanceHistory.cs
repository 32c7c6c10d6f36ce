namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>The newest windows of performance that this process evaluated, for reports and endpoints. Safe for concurrent use.</summary>
public interface IPerformanceHistory
{
    /// <summary>Versions that were evaluated, each as name and version, in ordinal order.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Versions { get; }

    /// <summary>Reads the newest windows of a version, each with all that is known of it.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Its version.</param>
    /// <returns>At most <see cref="PerformanceMonitoringOptions.History"/>, newest first; empty when there are none.</returns>
    IReadOnlyList<PerformanceEvaluation> Read(string model, string version);
}
