namespace ModelOps.Registry.AspNetCore.Tests.Fakes;

/// <summary>Keeps webhooks and sends nothing.</summary>
internal sealed class InMemoryWebhooks(TimeProvider time) : IRegistryWebhooks
{
    private readonly List<RegistryWebhook> _webhooks = [];

    public Task<RegistryWebhook> CreateAsync(WebhookRegistration registration, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        RegistryWebhook webhook = new()
        {
            Id = Guid.NewGuid().ToString(),
            Name = registration.Name,
            Description = registration.Description,
            Url = registration.Url,
            Topics = registration.Topics,
            IsActive = registration.IsActive,
            IsSigned = registration.Secret is not null,
            CreatedAt = now,
            UpdatedAt = now,
            Sequence = 0,
        };
        _webhooks.Add(webhook);
        return Task.FromResult(webhook);
    }

    public Task<RegistryWebhook> GetAsync(string webhook, CancellationToken cancellationToken = default) =>
        Task.FromResult(_webhooks.Find(w => w.Id == webhook) ?? throw new WebhookNotFoundException(webhook));

    public Task<IReadOnlyList<RegistryWebhook>> ListAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<RegistryWebhook>>([.. _webhooks]);

    public async Task<RegistryWebhook> UpdateAsync(string webhook, WebhookUpdate update, CancellationToken cancellationToken = default)
    {
        RegistryWebhook now = await GetAsync(webhook, cancellationToken);
        RegistryWebhook then = now with
        {
            Name = update.Name ?? now.Name,
            Description = update.Description ?? now.Description,
            Url = update.Url ?? now.Url,
            Topics = update.Topics ?? now.Topics,
            IsActive = update.IsActive ?? now.IsActive,
        };
        _webhooks[_webhooks.IndexOf(now)] = then;
        return then;
    }

    public Task<bool> DeleteAsync(string webhook, CancellationToken cancellationToken = default) => Task.FromResult(_webhooks.RemoveAll(w => w.Id == webhook) > 0);

    public async Task<WebhookTestResult> TestAsync(string webhook, WebhookTopic? topic = null, CancellationToken cancellationToken = default)
    {
        await GetAsync(webhook, cancellationToken);
        return topic == WebhookTopic.AliasDeleted ? new WebhookTestResult(false, "UNREACHABLE") : new WebhookTestResult(true, "204");
    }

    public Task<IReadOnlyList<WebhookDeadLetter>> ListDeadLettersAsync(string webhook, int limit = 100, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<WebhookDeadLetter>>([]);

    public Task<RegistryWebhook> ReplayAsync(string webhook, long after, CancellationToken cancellationToken = default) => GetAsync(webhook, cancellationToken);
}
