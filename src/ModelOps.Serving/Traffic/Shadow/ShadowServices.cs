using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ModelOps.Serving;

/// <summary>What shadows work with.</summary>
internal sealed class ShadowServices(
    IServiceProvider services, ModelHost host, ShadowMetrics metrics, Rollouts rollouts, TimeProvider timeProvider, ILogger<ShadowServices>? logger = null)
{
    private readonly LocalInferenceClient _local = new(host, timeProvider); // neither cached nor counted among the callers' calls

    public ShadowMetrics Metrics => metrics;

    public Rollouts Rollouts => rollouts;

    public TimeProvider Time => timeProvider;

    public ILogger Logger { get; } = logger ?? NullLogger<ShadowServices>.Instance;

    /// <summary>Who answers the copies; null when the host has no such client.</summary>
    public IInferenceClient? Find(ShadowPolicy policy) => policy.Client is { } key ? services.GetKeyedService<IInferenceClient>(key) : _local;
}
