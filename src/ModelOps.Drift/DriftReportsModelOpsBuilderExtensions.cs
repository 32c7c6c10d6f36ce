using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Drift;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Reports;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds reports on the drift of served models to ModelOps.</summary>
public static class DriftReportsModelOpsBuilderExtensions
{
    /// <summary>Offers reports on the windows that monitoring keeps in <see cref="IDriftHistory"/> as an <see cref="IModelReportSource"/> of kind <c>drift</c>, in the
    /// formats <c>html</c>, <c>json</c> and <c>evidently</c>. Calls <c>AddDriftMonitoring()</c>. <c>MapModelOpsReports()</c> of ModelOps.Serving.AspNetCore serves them.
    /// Safe to call more than once; the first call's options stay.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="options">What a report on such windows, newest first, shows beside them, e.g. importances; null for the defaults. Called for each report, on
    /// several threads at once.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddDriftReports(this IModelOpsBuilder builder, Func<IReadOnlyList<DriftEvaluation>, DriftReportOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddDriftMonitoring();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelReportSource, DriftReportSource>(provider => new DriftReportSource(
            provider.GetRequiredService<IDriftHistory>(), provider.GetService<IPerformanceHistory>(), provider.GetRequiredService<IOptions<DriftMonitoringOptions>>(), options)));
        return builder;
    }
}
