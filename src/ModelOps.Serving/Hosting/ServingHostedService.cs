using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Loads the configured models when the host starts, without holding it up, follows the registry, and drains when the host stops.</summary>
internal sealed class ServingHostedService(
    ModelHost host, IOptions<ServingOptions> options, TimeProvider timeProvider, ILogger<ServingHostedService> logger, IModelRegistry? registry = null)
    : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        host.Start();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await host.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // From the beginning of the log: events older than what is served are ignored, and none between the first load and now is missed.
        long sequence = 0;
        while (registry is not null && !stoppingToken.IsCancellationRequested)
        {
            Exception? lost = null;
            try
            {
                await foreach (RegistryEvent news in registry.WatchAsync(sequence, stoppingToken).ConfigureAwait(false))
                {
                    sequence = news.Sequence;
                    host.Notify(news);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                lost = e;
            }

            logger.WatchLost(sequence, options.Value.RetryDelay, lost);
            await Task.Delay(options.Value.RetryDelay, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
