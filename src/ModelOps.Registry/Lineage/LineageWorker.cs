using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Governance;

namespace ModelOps.Registry.Lineage;

/// <summary>Sends and follows while this process has the lease of the spool's folder, and waits for it while another one has. Whatever fails here
/// never ends the host: it is tried again.</summary>
internal sealed class LineageWorker(IOptions<LineageOptions> options, LineageSpool spool, IServiceProvider services, ILogger<LineageWorker> logger, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan LeaseInterval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using IDisposable? lease = spool.TryLease();
                if (lease is not null) { await WorkAsync(stoppingToken).ConfigureAwait(false); }
            }
            catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LineageStalled(LeaseInterval, error);
            }

            await Task.Delay(LeaseInterval, time, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends only by cancellation, or when a part of it fails, which then ends the other.</summary>
    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> work = [Task.Delay(Timeout.InfiniteTimeSpan, time, both.Token)];
        if (options.Value.Url is not null) { work.Add(services.GetRequiredService<LineageSender>().RunAsync(both.Token)); }
        if (options.Value.FollowRegistry && services.GetService<IModelRegistry>() is { } registry) { work.Add(Follower(registry).RunAsync(both.Token)); }
        if (options.Value.FollowRuns && services.GetService<TrackingStore>() is { } tracking)
        {
            work.Add(new LineageRunFollower(options, tracking, spool, services.GetRequiredService<LineageOutlet>(), logger, time).RunAsync(both.Token));
        }

        Task first = await Task.WhenAny(work).ConfigureAwait(false);
        await both.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    private LineageFollower Follower(IModelRegistry registry) => new(
        options, registry, services.GetRequiredService<VersionGovernance>(), spool, services.GetRequiredService<LineageOutlet>(), logger, time);
}
