using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelOps;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Lineage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds documents about versions to ModelOps.</summary>
public static class GovernanceModelOpsBuilderExtensions
{
    /// <summary>Adds <see cref="VersionGovernance"/>: model cards, training records, bills of materials, provenance. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Documents lie in the <see cref="IVersionDocumentStore"/> that the host registered, or else with the versions in the registry; beside a
    /// remote MLflow, in folder <c>documents</c> below <see cref="ModelOps.Registry.RegistryOptions.Path"/>.</remarks>
    public static IModelOpsBuilder AddModelGovernance(this IModelOpsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        VersionDocuments.TryAdd(builder.Services);
        builder.Services.AddOptions();
        builder.Services.TryAddSingleton(static provider => new VersionGovernance(
            provider.GetRequiredService<IVersionDocumentStore>(), provider.GetService<ITrackingStore>(), provider.GetService<ILineageEmitter>()));
        return builder;
    }
}
