using Microsoft.Extensions.Options;
using ModelOps.Outbound;

namespace ModelOps.Registry.Webhooks;

/// <summary>Keeps webhooks.</summary>
internal sealed class RegistryWebhooks : IRegistryWebhooks
{
    private const int MaxDeadLetters = 1000;
    private readonly IWebhookStore _store;
    private readonly WebhookSender _sender;
    private readonly RegistryWebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly Lazy<SecretBox?> _box;

    public RegistryWebhooks(IWebhookStore store, WebhookSender sender, IOptions<RegistryWebhookOptions> options, TimeProvider time)
    {
        (_store, _sender, _options, _time) = (store, sender, options.Value, time);
        _box = new Lazy<SecretBox?>(() => (_options.SecretKey is { } text ? SecretBox.TryRead(text) : store.OwnKey) is { } key ? new SecretBox(key) : null);
    }

    public async Task<RegistryWebhook> CreateAsync(WebhookRegistration registration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registration);
        DateTimeOffset now = _time.GetUtcNow();
        RegistryWebhook webhook = new()
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Name = registration.Name,
            Description = registration.Description,
            Url = registration.Url,
            Topics = [.. registration.Topics],
            IsActive = registration.IsActive,
            IsSigned = !string.IsNullOrEmpty(registration.Secret),
            CreatedAt = now,
            UpdatedAt = now,
            Sequence = 0,
        };
        WebhookRules.EnsureValid(webhook, registration.Secret, _options, nameof(registration));
        long sequence = await _store.AddAsync(new WebhookRow(webhook, Seal(webhook.Id, registration.Secret)), cancellationToken).ConfigureAwait(false);
        return webhook with { Sequence = sequence };
    }

    public async Task<RegistryWebhook> GetAsync(string webhook, CancellationToken cancellationToken = default) =>
        (await FindAsync(webhook, cancellationToken).ConfigureAwait(false)).Webhook;

    public async Task<IReadOnlyList<RegistryWebhook>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await _store.ListAsync(cancellationToken).ConfigureAwait(false)).Select(static row => row.Webhook)];

    public async Task<RegistryWebhook> UpdateAsync(string webhook, WebhookUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        RegistryWebhook current = await GetAsync(webhook, cancellationToken).ConfigureAwait(false);
        RegistryWebhook next = current with
        {
            Name = update.Name ?? current.Name,
            Description = update.Description ?? current.Description,
            Url = update.Url ?? current.Url,
            Topics = update.Topics is { } topics ? [.. topics] : current.Topics,
            IsActive = update.IsActive ?? current.IsActive,
            IsSigned = update.Secret is { } secret ? secret.Length > 0 : current.IsSigned,
            UpdatedAt = _time.GetUtcNow(),
        };
        WebhookRules.EnsureValid(next, update.Secret, _options, nameof(update));
        return await _store.UpdateAsync(next, Seal(webhook, update.Secret), update.Secret is not null, cancellationToken).ConfigureAwait(false)
            ? await GetAsync(webhook, cancellationToken).ConfigureAwait(false)
            : throw new WebhookNotFoundException(webhook);
    }

    public Task<bool> DeleteAsync(string webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return _store.RemoveAsync(webhook, cancellationToken);
    }

    public async Task<WebhookTestResult> TestAsync(string webhook, WebhookTopic? topic = null, CancellationToken cancellationToken = default)
    {
        WebhookRow row = await FindAsync(webhook, cancellationToken).ConfigureAwait(false);
        WebhookMessage message = WebhookMessages.WriteSample(webhook, topic ?? row.Webhook.Topics[0], _time.GetUtcNow());
        string outcome = await _sender.SendOnceAsync(row.Webhook.Url, Open(row), message, cancellationToken).ConfigureAwait(false);
        return new WebhookTestResult(GuardedPost.IsTaken(outcome), outcome);
    }

    public async Task<IReadOnlyList<WebhookDeadLetter>> ListDeadLettersAsync(string webhook, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxDeadLetters);
        await FindAsync(webhook, cancellationToken).ConfigureAwait(false);
        return await _store.ListDeadLettersAsync(webhook, limit, cancellationToken).ConfigureAwait(false);
    }

    public async Task<RegistryWebhook> ReplayAsync(string webhook, long after, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return await _store.RewindAsync(webhook, after, cancellationToken).ConfigureAwait(false)
            ? await GetAsync(webhook, cancellationToken).ConfigureAwait(false)
            : throw new WebhookNotFoundException(webhook);
    }

    /// <summary>The secret of a webhook; null for none.</summary>
    /// <exception cref="InvalidOperationException">It was sealed with another key.</exception>
    public string? Open(WebhookRow row) => row.Secret is null ? null : _box.Value?.Open(row.Secret, row.Webhook.Id)
        ?? throw new InvalidOperationException(
            $"The secret of webhook '{row.Webhook.Id}' cannot be read with this host's key. Set {RegistryWebhookOptions.SectionName}:{nameof(RegistryWebhookOptions.SecretKey)} to the key it was stored with, or give it a new secret.");

    private byte[]? Seal(string webhook, string? secret) => string.IsNullOrEmpty(secret) ? null : (_box.Value
        ?? throw new ArgumentException($"There is no key to store a secret with. Set {RegistryWebhookOptions.SectionName}:{nameof(RegistryWebhookOptions.SecretKey)} to 32 bytes in Base64.", nameof(secret)))
        .Seal(secret, webhook);

    private async Task<WebhookRow> FindAsync(string webhook, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return await _store.FindAsync(webhook, cancellationToken).ConfigureAwait(false) ?? throw new WebhookNotFoundException(webhook);
    }
}
