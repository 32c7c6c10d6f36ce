using System.Diagnostics.Metrics;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelOps.Serving;
using ModelOps.Serving.AspNetCore;
using ModelOps.Serving.AspNetCore.Diagnostics;
using ModelOps.Serving.AspNetCore.Grpc;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the gRPC side of the Open Inference Protocol.</summary>
public static class GrpcModelOpsBuilderExtensions
{
    /// <summary>Registers what <c>MapModelOpsGrpc()</c>, <c>MapModelOpsGrpcHealth()</c> and <c>MapModelOpsGrpcAdmin()</c> need. Nothing is served until they
    /// are called. Safe to call more than once.</summary>
    /// <remarks>Messages may be as large as <see cref="ModelOpsEndpointOptions.MaxRequestBodyBytes"/>.</remarks>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddGrpcEndpoints(this IModelOpsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (services.Any(static d => d.ServiceType == typeof(GrpcServing))) { return builder; }
        services.AddGrpc();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(static s => new GrpcServing(EndpointServices.ReadOptions(s)));
        services.AddSingleton(static s => EndpointServices.CreateRepository(s, s.GetRequiredService<IModelHost>(), s.GetRequiredService<GrpcServing>().Options));
        services.AddSingleton(static s => new EndpointMetrics(s.GetService<IMeterFactory>()));
        services.AddSingleton<GrpcErrorBoundary>();
        services.AddSingleton<GrpcInferenceService>();
        services.AddSingleton<GrpcAdminService>();
        services.AddSingleton<GrpcHealthService>();
        services.AddSingleton<IServiceMethodProvider<GrpcInferenceService>, GrpcInferenceServiceMethods>();
        services.AddSingleton<IServiceMethodProvider<GrpcAdminService>, GrpcAdminServiceMethods>();
        services.AddSingleton<IConfigureOptions<GrpcServiceOptions<GrpcInferenceService>>, GrpcMessageSizes>();
        services.AddSingleton<IConfigureOptions<GrpcServiceOptions<GrpcAdminService>>, GrpcMessageSizes>();
        return builder;
    }
}
