using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ModelOps.Serving.AspNetCore.Health;

/// <summary>Healthy whenever it can be asked: a process whose models still load must not be restarted for it.</summary>
internal sealed class LiveHealthCheck : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy("The process answers."));
}
