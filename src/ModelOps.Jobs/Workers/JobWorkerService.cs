using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Jobs.Diagnostics;

namespace ModelOps.Jobs;

/// <summary>Takes jobs from the queue, as many at once as the settings say, until the host stops.</summary>
internal sealed class JobWorkerService(
    IInferenceJobQueue queue, JobRunner runner, IOptions<JobsOptions> options, TimeProvider time, ILogger<JobWorkerService> logger) : BackgroundService
{
    private readonly string _name = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";
    private readonly CancellationTokenSource _drained = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _drained.CancelAfter(options.Value.DrainTimeout); // the host's clock, not the injected one: a stop must end
        using (cancellationToken.Register(static s => ((CancellationTokenSource)s!).Cancel(), _drained))
        {
            await base.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        _drained.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Concurrency).Select(i => Task.Run(() => WorkAsync($"{_name}-{i}", stoppingToken), CancellationToken.None)));

    private async Task WorkAsync(string worker, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // Not to be cancelled: a claim that the store made and nobody heard of would lie there until its lease is over.
                if (await queue.ClaimAsync(worker, options.Value.Lease, CancellationToken.None).ConfigureAwait(false) is { } lease)
                {
                    if (stopping.IsCancellationRequested) { await queue.SettleAsync(lease, InferenceJobOutcome.Released, CancellationToken.None).ConfigureAwait(false); }
                    else { await runner.RunAsync(lease, _drained.Token).ConfigureAwait(false); }
                }
                else
                {
                    await queue.WaitForWorkAsync(options.Value.PollInterval, stopping).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.QueueFailed(options.Value.PollInterval, error);
                await Task.Delay(options.Value.PollInterval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
