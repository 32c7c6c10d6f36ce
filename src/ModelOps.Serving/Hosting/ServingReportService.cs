using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Says once, when every model that loads from the start was tried, what is served and how.</summary>
internal sealed class ServingReportService(ModelHost host, ILogger<ServingReportService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await host.WhenTriedAsync().WaitAsync(stoppingToken).ConfigureAwait(false);
            if (logger.IsEnabled(LogLevel.Information)) { logger.ServingReport(host.GetReport()); }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops before its models are there.
        }
    }
}
