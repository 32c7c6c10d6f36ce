using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>Runs jobs, as many at once as the settings say, until the host stops.</summary>
internal sealed class TrainingRunnerService(TrainingRunner runner, EmbeddedTrainingLauncher launcher, TimeProvider time, ILogger<TrainingRunnerService> logger) : BackgroundService
{
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Enumerable.Range(0, launcher.Options.Concurrency).Select(i => Task.Run(() => WorkAsync(purges: i == 0, stoppingToken), CancellationToken.None)));

    private async Task WorkAsync(bool purges, CancellationToken stopping)
    {
        TimeSpan pause = launcher.Options.PollInterval;
        DateTimeOffset purgeAt = DateTimeOffset.MinValue;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (purges && time.GetUtcNow() >= purgeAt)
                {
                    await runner.PurgeAsync().ConfigureAwait(false);
                    purgeAt = time.GetUtcNow() + PurgeInterval;
                }

                if (await runner.RunOneAsync(stopping).ConfigureAwait(false)) { continue; }
            }
            catch (Exception error) // the file may be away for a while
            {
                logger.TrainingRunnerFailed(pause, error);
            }

            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
