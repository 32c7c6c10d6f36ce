using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.AspNetCore.Mlflow.Artifacts;
using ModelOps.Registry.AspNetCore.Mlflow.Endpoints;
using ModelOps.Registry.AspNetCore.Mlflow.Models;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow;

/// <summary>Puts the endpoints together from what the host registered.</summary>
internal static class MlflowEndpoints
{
    /// <exception cref="InvalidOperationException">Something is not registered; the message names the verb that registers it.</exception>
    public static void Map(MlflowRoutes routes, IServiceProvider services, MlflowApiOptions options, ILogger logger, string prefix)
    {
        IModelRegistry registry = Require<IModelRegistry>(services, "AddRegistry");
        ITrackingStore tracking = Require<ITrackingStore>(services, "AddRegistry");
        IArtifactStore store = Require<IArtifactStore>(services, "AddRegistry");
        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        LatestVersions latest = new(registry);
        ArtifactLister lister = new(store);
        LongValues values = new(options.TruncateLongValues, logger);
        VersionSources sources = new(registry, tracking, store, new ArtifactFolderReader(store, logger), latest, options);

        ServerEndpoints.Map(routes);
        new ExperimentEndpoints(tracking).Map(routes);
        new RunEndpoints(tracking, values).Map(routes);
        new RunLogEndpoints(tracking, values).Map(routes);
        new RunArtifactEndpoints(tracking, lister).Map(routes);
        new MetricEndpoints(tracking).Map(routes);
        new LoggedModelEndpoints(tracking, lister, values).Map(routes);
        new RegisteredModelEndpoints(registry, latest).Map(routes);
        new ModelVersionEndpoints(registry, new VersionCreator(registry, tracking, sources), sources).Map(routes);
        new AliasEndpoints(registry).Map(routes);
        new WebhookEndpoints(services.GetService<IRegistryWebhooks>()).Map(routes);
        MapFiles(routes, new ProxiedArtifacts(store, new RegisteredArtifacts(registry)), store, options, time, prefix);
    }

    private static void MapFiles(MlflowRoutes routes, ProxiedArtifacts artifacts, IArtifactStore store, MlflowApiOptions options, TimeProvider time, string prefix)
    {
        SignedAddresses signed = SignedAddresses.Create(options, time);
        ProxyEndpoints proxy = new(artifacts, options.MaxArtifactBytes);
        proxy.Map(routes);
        new MultipartEndpoints(store, signed, options.MaxArtifactBytes, prefix).Map(routes);
        new SignedReadEndpoints(artifacts, proxy, signed, prefix).Map(routes);
    }

    private static T Require<T>(IServiceProvider services, string verb)
        where T : class =>
        services.GetService<T>() ?? throw new InvalidOperationException(
            $"MapMlflowApi() finds no {typeof(T).Name}. Call builder.Services.AddModelOps().{verb}() before the app is built.");
}
