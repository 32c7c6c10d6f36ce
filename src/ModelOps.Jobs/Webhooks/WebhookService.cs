using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Jobs.Diagnostics;

namespace ModelOps.Jobs;

/// <summary>Delivers the messages of ended jobs. A message whose host was lost on the way is sent again by another, with the same identifier.</summary>
internal sealed class WebhookService(
    IInferenceJobQueue queue, WebhookSender sender, JobMetrics metrics, IOptions<JobsOptions> options, TimeProvider time, ILogger<WebhookService> logger) : BackgroundService
{
    private const int AtOnce = 4; // a slow receiver must not hold up the others

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Value.Webhooks.Secrets.Count == 0
        ? Task.CompletedTask
        : Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => DeliverAsync(stoppingToken), CancellationToken.None)));

    private async Task DeliverAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await queue.ClaimWebhookAsync(sender.LongestDelivery, stopping).ConfigureAwait(false) is { } job)
                {
                    await DeliverAsync(job, stopping).ConfigureAwait(false);
                    continue;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.QueueFailed(options.Value.PollInterval, error);
            }

            await Task.Delay(options.Value.PollInterval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DeliverAsync(InferenceJob job, CancellationToken stopping)
    {
        InferenceJobWebhook delivery;
        try
        {
            delivery = await sender.SendAsync(job, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await queue.RecordWebhookAsync(job.Id, job.Webhook!, CancellationToken.None).ConfigureAwait(false); // another host need not wait for the end of the claim
            throw;
        }

        await queue.RecordWebhookAsync(job.Id, delivery, stopping).ConfigureAwait(false);
        metrics.WebhookEnded(delivery.State);
        if (delivery.State == WebhookState.Delivered) { logger.WebhookDelivered(job.Id, delivery.Attempts); }
        else { logger.WebhookFailed(job.Id, delivery.Attempts, delivery.LastOutcome ?? string.Empty); }
    }
}
