using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Monitoring;

/// <summary>Every version that was called: watched, left alone, or waiting for its reference.</summary>
internal sealed class TrafficDirectory(IOptions<DriftMonitoringOptions> options) : VersionDirectory<TrafficEntry>(static key => new TrafficEntry(key))
{
    internal IEnumerable<VersionTraffic> Watched => Entries.Select(static entry => entry.Traffic).OfType<VersionTraffic>();

    protected override bool Announces(VersionKey key) => !(options.Value.Models.TryGetValue(key.Model, out MonitoredModelOptions? model) && !model.Enabled);
}
