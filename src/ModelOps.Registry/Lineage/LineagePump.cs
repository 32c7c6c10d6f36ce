using Microsoft.Extensions.Hosting;

namespace ModelOps.Registry.Lineage;

/// <summary>Takes events of callers out of the queue and makes them durable; what is queued when the host stops is still written.</summary>
internal sealed class LineagePump(LineageQueue queue, LineageOutlet outlet) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        if (ExecuteTask is { } running) { await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (LineageEvent entry in queue.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            if (!await outlet.WriteAsync(entry, stoppingToken).ConfigureAwait(false)) { queue.Drop(); }
        }
    }
}
