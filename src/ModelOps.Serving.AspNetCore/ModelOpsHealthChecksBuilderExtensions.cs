using Microsoft.Extensions.Diagnostics.HealthChecks;
using ModelOps.Serving;
using ModelOps.Serving.AspNetCore.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health checks of ModelOps.</summary>
public static class ModelOpsHealthChecksBuilderExtensions
{
    /// <summary>Adds the checks <c>modelops-live</c> (tag <c>live</c>; healthy while the process answers) and <c>modelops-ready</c>
    /// (tag <c>ready</c>; unhealthy until every required model is ready). Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddHealthChecks()</c> returned.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IHealthChecksBuilder AddModelOps(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<HealthCheckServiceOptions>(static options =>
        {
            if (options.Registrations.Any(static check => check.Name == "modelops-ready")) { return; }
            options.Registrations.Add(new HealthCheckRegistration("modelops-live", static _ => new LiveHealthCheck(), failureStatus: null, ["live"]));
            options.Registrations.Add(new HealthCheckRegistration(
                "modelops-ready", static services => new ModelsReadyHealthCheck(services.GetRequiredService<IModelHost>()), failureStatus: null, ["ready"]));
        });
        return builder;
    }
}
