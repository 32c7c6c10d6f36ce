using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Webhooks;

/// <summary>Looks which webhooks have events to hear of, and has them delivered, each in a task of its own: a slow receiver holds up no other.</summary>
internal sealed class WebhookDispatcher(
    IModelRegistry registry, IWebhookStore store, WebhookDelivery delivery, IOptions<RegistryWebhookOptions> options, TimeProvider time, ILogger<WebhookDispatcher> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Task> _busy = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _news = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task follow = FollowAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (WebhookRow row in await store.ListAsync(stoppingToken).ConfigureAwait(false))
                {
                    if (row.Webhook.IsActive) { Start(row, stoppingToken); }
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                logger.WebhooksNotRead(options.Value.PollInterval, error);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await WaitAsync(stoppingToken).ConfigureAwait(false);
        }

        await Task.WhenAll([follow, .. _busy.Values]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    private void Start(WebhookRow row, CancellationToken stopping)
    {
        if (_busy.ContainsKey(row.Webhook.Id)) { return; }
        _busy[row.Webhook.Id] = Task.Run(
            async () =>
            {
                try
                {
                    await delivery.DeliverAsync(row, stopping).ConfigureAwait(false);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    logger.WebhookStuck(row.Webhook.Id, options.Value.PollInterval, error);
                }
                finally
                {
                    _busy.TryRemove(row.Webhook.Id, out _);
                }
            },
            CancellationToken.None);
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        using CancellationTokenSource rest = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task poll = Task.Delay(options.Value.PollInterval, time, rest.Token);
        await Task.WhenAny(poll, _news.WaitAsync(rest.Token)).ConfigureAwait(false);
        await rest.CancelAsync().ConfigureAwait(false);
    }

    // New events only wake the loop; what is to be delivered says each webhook's own place in the log.
    private async Task FollowAsync(CancellationToken stopping)
    {
        long after = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (RegistryEvent entry in registry.WatchAsync(after, stopping).ConfigureAwait(false))
                {
                    after = entry.Sequence;
                    if (_news.CurrentCount == 0) { _news.Release(); }
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.WebhooksNotRead(options.Value.PollInterval, error);
                await Task.Delay(options.Value.PollInterval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
