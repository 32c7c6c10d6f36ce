using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving;

/// <summary>Looks at the rollouts under way, at intervals; sleeps while there is none.</summary>
internal sealed class RolloutHostedService(Rollouts rollouts, IOptions<RolloutOptions> options, TimeProvider timeProvider) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        rollouts.Load(); // before the first call, so that none is routed as if there were no rollout
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await rollouts.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await rollouts.WhenAny.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(options.Value.EvaluationInterval, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) { await rollouts.EvaluateAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }
        }
    }
}
