namespace ModelOps.Drift.Monitoring;

/// <summary>The newest evaluations that this process made, for reports and endpoints. Safe for concurrent use.</summary>
public interface IDriftHistory
{
    /// <summary>Versions that were evaluated, each as name and version, in ordinal order.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Versions { get; }

    /// <summary>Reads the newest evaluations of a version.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Its version.</param>
    /// <returns>At most <see cref="DriftMonitoringOptions.History"/>, newest first; empty when there are none.</returns>
    IReadOnlyList<DriftEvaluation> Read(string model, string version);
}
