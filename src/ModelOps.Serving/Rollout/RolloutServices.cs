using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving;

/// <summary>What rollouts work with.</summary>
internal sealed class RolloutServices(
    ITrafficRouter router, TrafficTaps taps, IModelHost host, AuditLog audit, RolloutStore store, RolloutMetrics metrics, IEnumerable<IRolloutGate> gates,
    IOptions<RolloutOptions> options, TimeProvider timeProvider, IModelRegistry? registry = null, ILogger<RolloutServices>? logger = null)
{
    public ITrafficRouter Router => router;

    public TrafficTaps Taps => taps;

    public IModelHost Host => host;

    public AuditLog Audit => audit;

    public RolloutStore Store => store;

    public RolloutMetrics Metrics => metrics;

    public IReadOnlyList<IRolloutGate> Gates { get; } = [.. gates];

    public RolloutOptions Options => options.Value;

    public TimeProvider Time => timeProvider;

    public ILogger Logger { get; } = logger ?? NullLogger<RolloutServices>.Instance;

    public IModelRegistry? Registry => registry;
}
