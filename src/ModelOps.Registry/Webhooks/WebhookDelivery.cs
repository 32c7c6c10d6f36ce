using Microsoft.Extensions.Logging;
using ModelOps.Outbound;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Webhooks;

/// <summary>Delivers what a webhook has to hear of, in order, by one host at a time: each holds a lease while it sends, and another goes on where it ended.</summary>
internal sealed class WebhookDelivery(
    IModelRegistry registry, IWebhookStore store, RegistryWebhooks webhooks, WebhookSender sender, WebhookMetrics metrics, TimeProvider time, ILogger<WebhookDelivery> logger)
{
    private const int Batch = 256;
    private static readonly TimeSpan s_spare = TimeSpan.FromSeconds(30);
    private readonly string _owner = Guid.NewGuid().ToString("N");

    public async Task DeliverAsync(WebhookRow row, CancellationToken stopping)
    {
        string id = row.Webhook.Id;
        if ((await registry.ReadEventsAsync(row.Webhook.Sequence, 1, stopping).ConfigureAwait(false)).Count == 0) { return; }
        if (await store.TryLeaseAsync(id, _owner, time.GetUtcNow(), LeaseEnd(), stopping).ConfigureAwait(false) is not { } sequence) { return; }
        try
        {
            while (await registry.ReadEventsAsync(sequence, Batch, stopping).ConfigureAwait(false) is { Count: > 0 } events)
            {
                if (await store.FindAsync(id, stopping).ConfigureAwait(false) is not { Webhook.IsActive: true } current) { return; }
                if (!await DeliverAsync(current, events, stopping).ConfigureAwait(false)) { return; }
                sequence = events[^1].Sequence;
            }
        }
        finally
        {
            await store.ReleaseAsync(id, _owner, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <returns>False when the lease has gone to another.</returns>
    private async Task<bool> DeliverAsync(WebhookRow row, IReadOnlyList<RegistryEvent> events, CancellationToken stopping)
    {
        string? secret = webhooks.Open(row);
        foreach (RegistryEvent entry in events)
        {
            (bool isSent, WebhookDeadLetter? letter) = await SendAsync(row.Webhook, secret, entry, stopping).ConfigureAwait(false);
            bool isNoted = isSent || entry == events[^1];
            if (isNoted && !await store.AdvanceAsync(row.Webhook.Id, _owner, entry.Sequence, LeaseEnd(), letter, stopping).ConfigureAwait(false)) { return false; }
        }

        return true;
    }

    private async Task<(bool IsSent, WebhookDeadLetter? Letter)> SendAsync(RegistryWebhook webhook, string? secret, RegistryEvent entry, CancellationToken stopping)
    {
        bool isSent = false;
        WebhookDeadLetter? letter = null;
        foreach ((WebhookTopic topic, string? key) in WebhookMessages.TopicsOf(entry).Where(told => webhook.Topics.Contains(told.Topic)))
        {
            RegisteredVersion? version = topic == WebhookTopic.VersionCreated ? await FindVersionAsync(entry, stopping).ConfigureAwait(false) : null;
            WebhookMessage message = WebhookMessages.Write(webhook.Id, entry, topic, key, version);
            (string outcome, int attempts) = await sender.SendAsync(webhook.Url, secret, message, stopping).ConfigureAwait(false);
            isSent = true;
            bool isTaken = GuardedPost.IsTaken(outcome);
            metrics.Ended(isTaken);
            if (isTaken) { continue; }
            letter = new WebhookDeadLetter(webhook.Id, entry.Sequence, topic.ToString(), attempts, outcome, time.GetUtcNow());
            logger.WebhookGivenUp(webhook.Id, entry.Sequence, attempts, outcome);
        }

        return (isSent, letter);
    }

    private async Task<RegisteredVersion?> FindVersionAsync(RegistryEvent entry, CancellationToken stopping)
    {
        try
        {
            return await registry.GetVersionAsync(entry.Model, entry.Number, stopping).ConfigureAwait(false);
        }
        catch (ModelOpsException e) when (e.Kind == ModelOpsErrorKind.NotFound)
        {
            return null; // deleted, or its model renamed, since
        }
    }

    private DateTimeOffset LeaseEnd() => time.GetUtcNow() + sender.LongestDelivery + s_spare;
}
