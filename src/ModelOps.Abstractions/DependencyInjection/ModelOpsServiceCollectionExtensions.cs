using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds ModelOps to a host.</summary>
public static class ModelOpsServiceCollectionExtensions
{
    /// <summary>Begins the registration of ModelOps: what its packages share. Safe to call more than once.</summary>
    /// <param name="services">Services of the host.</param>
    /// <returns>A builder for the packages' own verbs, e.g. <c>AddRegistry()</c> and <c>AddServing()</c>.</returns>
    public static IModelOpsBuilder AddModelOps(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        return new ModelOpsBuilder(services);
    }
}
