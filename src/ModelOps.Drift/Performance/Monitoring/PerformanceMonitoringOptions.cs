namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Settings of <c>AddPerformanceMonitoring()</c>; section <c>ModelOps:Drift:Performance</c>. Read at start.</summary>
public sealed class PerformanceMonitoringOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Drift:Performance";

    /// <summary>Models whose performance is watched, by name, and what must be told of each. Others are left alone.</summary>
    public IDictionary<string, PerformanceModelOptions> Models { get; } = new Dictionary<string, PerformanceModelOptions>(StringComparer.Ordinal);
}
