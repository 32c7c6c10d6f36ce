using Microsoft.Extensions.Configuration;
using ModelOps;
using ModelOps.Serving;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a gate on drift to rollouts of ModelOps.</summary>
public static class DriftRolloutGateModelOpsBuilderExtensions
{
    /// <summary>Holds or rolls back rollouts whose canary's traffic has drifted from what the canary was trained on. Needs a registry and an <see cref="IDriftEvidenceSource"/>, such as
    /// <c>AddDriftEvidence()</c> of ModelOps.Drift beside <c>AddDriftMonitoring()</c>; without one, rollouts are held. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <see cref="DriftRolloutGateOptions.SectionName"/> of the configuration was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddDriftRolloutGate(this IModelOpsBuilder builder, Action<DriftRolloutGateOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.Services.Any(static descriptor => descriptor.ImplementationType == typeof(DriftRolloutGate)))
        {
            builder.Services.AddOptionsSection<DriftRolloutGateOptions, DriftRolloutGateOptionsValidator>(
                static (section, options) => section.Bind(options), DriftRolloutGateOptions.SectionName);
            builder.Services.AddSingleton<IRolloutGate, DriftRolloutGate>();
        }

        if (configure is not null) { builder.Services.Configure(configure); }
        return builder;
    }
}
