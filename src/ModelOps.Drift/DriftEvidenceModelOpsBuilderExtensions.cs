using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelOps;
using ModelOps.Drift;
using ModelOps.Drift.Monitoring;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds drift as evidence for promotion gates to ModelOps.</summary>
public static class DriftEvidenceModelOpsBuilderExtensions
{
    /// <summary>Lets a drift gate compare the profile that a version was registered with and the newest current profile. Calls <c>AddDrift()</c>. Current
    /// profiles are documents beside the versions, kept by <see cref="DocumentCurrentProfiles"/>, unless the host registers an <see cref="ICurrentProfileSource"/>
    /// of its own; with <c>AddDriftMonitoring()</c> the newest window of live traffic goes first. Needs a registry, and safe to call more than once; an <see cref="IDriftEvidenceSource"/> that was registered before stays.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Drift</c> of the configuration was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddDriftEvidence(this IModelOpsBuilder builder, Action<DriftOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddDrift(configure);
        builder.Services.TryAddSingleton(static provider => new DocumentCurrentProfiles(provider.GetRequiredService<IVersionDocumentStore>()));
        builder.Services.TryAddSingleton<ICurrentProfileSource>(static provider =>
            provider.GetService<MonitoredProfiles>() ?? (ICurrentProfileSource)provider.GetRequiredService<DocumentCurrentProfiles>());
        builder.Services.TryAddSingleton<IDriftEvidenceSource>(static provider => new ProfileDriftEvidence(
            provider.GetRequiredService<IModelRegistry>(), provider.GetRequiredService<ICurrentProfileSource>(), provider.GetRequiredService<DriftAnalyzer>()));
        return builder;
    }
}
