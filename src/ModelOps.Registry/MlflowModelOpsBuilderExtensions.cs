using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry.Mlflow;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds an MLflow server as the registry of ModelOps.</summary>
public static class MlflowModelOpsBuilderExtensions
{
    /// <summary>Uses the MLflow server of section <c>ModelOps:Registry:Mlflow</c> behind <see cref="IModelRegistry"/> and
    /// <see cref="ITrackingStore"/>. Safe to call more than once; a registry or store that the host registered before stays.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after the section, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start. No connection is made before the registry is used. What MLflow cannot do is said at
    /// <see cref="MlflowClient"/>, which is registered too.</remarks>
    public static IModelOpsBuilder AddMlflowRegistry(this IModelOpsBuilder builder, Action<MlflowOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(MlflowClient)))
        {
            services.AddOptions<MlflowOptions>()
                .Configure<IServiceProvider>(static (options, provider) => provider.GetService<IConfiguration>()?.GetSection(MlflowOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<MlflowOptions>, MlflowOptionsValidator>();
            services.AddSingleton(static provider => new MlflowClient(
                provider.GetRequiredService<IOptions<MlflowOptions>>().Value, provider.GetService<TimeProvider>(), provider.GetService<ILoggerFactory>()));
            services.TryAddSingleton(static provider => provider.GetRequiredService<MlflowClient>().Registry);
            services.TryAddSingleton(static provider => provider.GetRequiredService<MlflowClient>().Tracking);
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }

    /// <summary>Uses an MLflow server behind <see cref="IModelRegistry"/> and <see cref="ITrackingStore"/>; see the other overload.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="trackingUri">Address of the server; see <see cref="MlflowOptions.TrackingUri"/>.</param>
    /// <param name="configure">Runs last, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddMlflowRegistry(this IModelOpsBuilder builder, Uri trackingUri, Action<MlflowOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(trackingUri);
        return builder.AddMlflowRegistry(options =>
        {
            options.TrackingUri = trackingUri;
            configure?.Invoke(options);
        });
    }
}
