using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Governance;

/// <summary>Where documents lie unless the host says otherwise: in the registry, where it keeps documents, else in a folder.</summary>
internal static class VersionDocuments
{
    public static void TryAdd(IServiceCollection services) => services.TryAddSingleton<IVersionDocumentStore>(static provider =>
        (IVersionDocumentStore?)provider.GetService<RegistryDocumentStore>()
        ?? new FolderVersionDocumentStore(Path.Combine(provider.GetRequiredService<IOptions<RegistryOptions>>().Value.Path, "documents")));

    /// <summary>Adds the store of a registry; that of one that was added before stays.</summary>
    public static void AddOfRegistry(IServiceCollection services, Func<IServiceProvider, RegistryDocumentStore> store)
    {
        services.TryAddSingleton(store);
        TryAdd(services);
    }
}
