using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Serving.AspNetCore;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Jobs;
using ModelOps.Serving.AspNetCore.Wire;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP endpoints of jobs.</summary>
public static class ModelOpsJobsEndpointRouteBuilderExtensions
{
    private const string Verb = "AddJobs";
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Post = [HttpMethods.Post];
    private static readonly string[] Delete = [HttpMethods.Delete];

    /// <summary>Lets callers submit predictions as jobs and fetch their answers, below <c>{prefix}/v2</c>: <c>POST models/{model}/infer-async</c> with the body of
    /// <c>infer</c>, <c>GET jobs/{id}</c>, <c>GET jobs/{id}/result</c>, <c>DELETE jobs/{id}</c>, <c>GET jobs</c> and <c>GET jobs/depth</c>. A caller sees the
    /// jobs of its own tenant only.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <param name="prefix">Path before <c>v2</c>, as given to <c>MapModelOps()</c>.</param>
    /// <returns>A builder for what shall hold for all these endpoints, e.g. <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="InvalidOperationException">No queue of jobs is registered.</exception>
    /// <exception cref="OptionsValidationException">A setting of the endpoints is not valid.</exception>
    /// <remarks>Who the tenant is say the settings <see cref="ModelOpsEndpointOptions.TenantClaim"/> and <see cref="ModelOpsEndpointOptions.TenantHeader"/>.</remarks>
    public static IEndpointConventionBuilder MapModelOpsJobs(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        IServiceProvider services = endpoints.ServiceProvider;
        ModelOpsEndpointOptions options = EndpointServices.ReadOptions(services);
        IInferenceJobQueue queue = EndpointServices.Require<IInferenceJobQueue>(services, nameof(MapModelOpsJobs), Verb);
        IInferenceJobClient jobs = EndpointServices.Require<IInferenceJobClient>(services, nameof(MapModelOpsJobs), Verb);
        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        CallHeaders headers = new(options, time);
        IInferenceClient? models = services.GetService<IInferenceClient>();
        SubmitEndpoint submit = new(jobs, models, new RequestBodies(options), headers, time, prefix);
        ResultEndpoint result = new(queue, jobs, models, headers, new InferenceResponseWriter(options.MinCompressedBytes));
        JobEndpoints own = new(queue, headers);

        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        ErrorBoundary errors = EndpointServices.CreateErrorBoundary(services);
        foreach (string model in (string[])["v2/models/{model}", "v2/models/{model}/versions/{version}"])
        {
            group.MapMethods($"{model}/infer-async", Post, errors.Around(submit.PostAsync));
        }

        group.MapMethods("v2/jobs", Read, errors.Around(own.ListAsync));
        group.MapMethods("v2/jobs/depth", Read, errors.Around(own.GetDepthAsync));
        group.MapMethods("v2/jobs/{id}", Read, errors.Around(own.GetAsync));
        group.MapMethods("v2/jobs/{id}", Delete, errors.Around(own.CancelAsync));
        group.MapMethods("v2/jobs/{id}/result", Read, errors.Around(result.GetAsync));
        return group;
    }

    /// <summary>Maps what operators need, for the jobs of all tenants, below <c>{prefix}/v2/admin</c>: <c>GET jobs</c>, <c>GET jobs/dead</c>, <c>GET jobs/{id}</c>,
    /// <c>DELETE jobs/{id}</c> and <c>POST jobs/{id}/replay</c>. Callers must be authorised, by the default policy unless the returned builder says another.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <param name="prefix">Path before <c>v2</c>.</param>
    /// <returns>A builder for what shall hold for all these endpoints, e.g. <c>RequireAuthorization("operators")</c>.</returns>
    /// <exception cref="InvalidOperationException">The app has no authorisation, or no queue of jobs is registered.</exception>
    public static IEndpointConventionBuilder MapModelOpsJobsAdmin(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        IServiceProvider services = endpoints.ServiceProvider;
        EndpointServices.RequireAuthorization(services, nameof(MapModelOpsJobsAdmin), "shows the jobs of all tenants, so callers must be authorised");
        JobEndpoints all = new(EndpointServices.Require<IInferenceJobQueue>(services, nameof(MapModelOpsJobsAdmin), Verb), headers: null);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        ErrorBoundary errors = EndpointServices.CreateErrorBoundary(services);
        group.MapMethods("v2/admin/jobs", Read, errors.Around(all.ListAsync));
        group.MapMethods("v2/admin/jobs/dead", Read, errors.Around(all.ListDeadAsync));
        group.MapMethods("v2/admin/jobs/{id}", Read, errors.Around(all.GetAsync));
        group.MapMethods("v2/admin/jobs/{id}", Delete, errors.Around(all.CancelAsync));
        group.MapMethods("v2/admin/jobs/{id}/replay", Post, errors.Around(all.ReplayAsync));
        return group.RequireAuthorization();
    }
}
