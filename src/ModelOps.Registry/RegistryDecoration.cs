using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ModelOps.Registry;

/// <summary>Puts a registry in front of the one that was added before.</summary>
internal static class RegistryDecoration
{
    /// <summary>Makes the registry added last one that only <paramref name="key"/> finds, and puts another in its place.</summary>
    /// <exception cref="InvalidOperationException">No registry was added yet.</exception>
    public static void Decorate(IServiceCollection services, object key, string verb, Func<IServiceProvider, IModelRegistry> outer)
    {
        ServiceDescriptor inner = services.LastOrDefault(static d => d.ServiceType == typeof(IModelRegistry) && !d.IsKeyedService)
            ?? throw new InvalidOperationException($"{verb} found no registry to stand before. Add the registry first: AddRegistry(), or another one.");
        services.Add(Keyed(inner, key));
        services.Replace(ServiceDescriptor.Singleton(outer));
    }

    /// <summary>Whether calls to a registry pass through one of a type.</summary>
    public static bool PassesThrough<T>(IModelRegistry registry)
        where T : DelegatingModelRegistry
    {
        while (registry is DelegatingModelRegistry outer)
        {
            if (outer is T) { return true; }
            registry = outer.Inner;
        }

        return false;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "ServiceDescriptor.ImplementationType carries the annotation that its constructor demands.")]
    private static ServiceDescriptor Keyed(ServiceDescriptor inner, object key) => inner switch
    {
        { ImplementationInstance: { } instance } => new ServiceDescriptor(typeof(IModelRegistry), key, instance),
        { ImplementationFactory: { } factory } => new ServiceDescriptor(typeof(IModelRegistry), key, (provider, _) => factory(provider), inner.Lifetime),
        _ => new ServiceDescriptor(typeof(IModelRegistry), key, inner.ImplementationType!, inner.Lifetime),
    };
}
