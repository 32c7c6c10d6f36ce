using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Jobs.Diagnostics;

namespace ModelOps.Jobs;

/// <summary>Measures the queue and forgets what has expired.</summary>
internal sealed class JobMaintenanceService(
    IInferenceJobQueue queue, JobMetrics metrics, IOptions<JobsOptions> options, TimeProvider time, ILogger<JobMaintenanceService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                metrics.Depth = await queue.GetDepthAsync(stoppingToken).ConfigureAwait(false);
                while (await queue.PurgeAsync(stoppingToken).ConfigureAwait(false) is var purged and > 0) { logger.Purged(purged); }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                metrics.Depth = null; // rather nothing than what was true some time ago
                logger.QueueFailed(options.Value.MaintenanceInterval, error);
            }

            await Task.Delay(options.Value.MaintenanceInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
