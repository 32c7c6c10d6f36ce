using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Governance;

/// <summary>Where documents lie unless the host says otherwise.</summary>
internal static class VersionDocuments
{
    public static void TryAdd(IServiceCollection services) => services.TryAddSingleton<IVersionDocumentStore>(static provider =>
        new FolderVersionDocumentStore(Path.Combine(provider.GetRequiredService<IOptions<RegistryOptions>>().Value.Path, "documents")));
}
