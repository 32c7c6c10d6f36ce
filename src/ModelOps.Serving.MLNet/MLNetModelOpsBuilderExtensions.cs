using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelOps;
using ModelOps.Serving.MLNet;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds ML.NET to ModelOps.</summary>
public static class MLNetModelOpsBuilderExtensions
{
    /// <summary>Lets the host serve ML.NET models (format <c>mlnet</c>) beside those of its other runtimes. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddMLNetRuntime(this IModelOpsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRuntime, MLNetModelRuntime>());
        return builder;
    }
}
