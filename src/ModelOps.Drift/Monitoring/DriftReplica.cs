using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Monitoring;

/// <summary>This process among those that serve the same models.</summary>
internal sealed class DriftReplica(IOptions<DriftMonitoringOptions> options)
{
    internal string Name { get; } = options.Value.Replica ?? Environment.MachineName;
}
