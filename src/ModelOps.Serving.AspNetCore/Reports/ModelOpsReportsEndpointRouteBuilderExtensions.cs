using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelOps;
using ModelOps.Serving.AspNetCore;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Reports;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP endpoints of reports.</summary>
public static class ModelOpsReportsEndpointRouteBuilderExtensions
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Serves reports on models, such as those of <c>AddDriftReports()</c>, below <c>{prefix}/v2/admin/reports</c>: <c>GET</c> there lists them,
    /// <c>GET {kind}/{model}</c> gives that on the version with the newest data and <c>GET {kind}/{model}/versions/{version}</c> that on a version, in the format that the
    /// query <c>format</c> names. Callers must be authorised, by the default policy unless the returned builder says another.</summary>
    /// <param name="endpoints">Routes of the app.</param>
    /// <param name="prefix">Path before <c>v2</c>.</param>
    /// <returns>A builder for what shall hold for all these endpoints, e.g. <c>RequireAuthorization("operators")</c>.</returns>
    /// <exception cref="InvalidOperationException">The app has no authorisation, or nothing is registered that makes reports.</exception>
    public static IEndpointConventionBuilder MapModelOpsReports(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        IServiceProvider services = endpoints.ServiceProvider;
        EndpointServices.RequireAuthorization(services, nameof(MapModelOpsReports), "shows what data of all callers look like, so callers must be authorised");
        IModelReportSource[] sources = [.. services.GetServices<IModelReportSource>()];
        if (sources.Length == 0)
        {
            throw new InvalidOperationException(
                $"{nameof(MapModelOpsReports)}() finds no {nameof(IModelReportSource)}. Call builder.Services.AddModelOps().AddDriftReports() before the app is built.");
        }

        ReportEndpoints reports = new(sources, $"{prefix}/v2/admin/reports");
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        ErrorBoundary errors = EndpointServices.CreateErrorBoundary(services);
        group.MapMethods("v2/admin/reports", Read, errors.Around(reports.ListAsync));
        group.MapMethods("v2/admin/reports/{kind}/{model}", Read, errors.Around(reports.GetAsync));
        group.MapMethods("v2/admin/reports/{kind}/{model}/versions/{version}", Read, errors.Around(reports.GetAsync));
        return group.RequireAuthorization();
    }
}
