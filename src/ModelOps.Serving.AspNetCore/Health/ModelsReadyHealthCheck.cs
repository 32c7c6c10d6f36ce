using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ModelOps.Serving.AspNetCore.Health;

/// <summary>Healthy when every required model is ready. Its data names the models and their states, nothing else.</summary>
internal sealed class ModelsReadyHealthCheck(IModelHost host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object> data = new(StringComparer.Ordinal);
        foreach (HostedModelStatus model in host.Models)
        {
            data[model.Version is null ? model.Name : $"{model.Name}:{model.Version}"] = model.State.ToString();
        }

        return Task.FromResult(host.IsReady
            ? HealthCheckResult.Healthy("Every required model is ready.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, "A required model is not ready.", data: data));
    }
}
