using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Observers;

/// <summary>Switches the names of Triton on when the host starts, where they are asked for.</summary>
internal sealed class TritonMetricsService(IOptions<TelemetryOptions> options, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.TritonMetricNames) { services.GetRequiredService<TritonMetrics>(); }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
