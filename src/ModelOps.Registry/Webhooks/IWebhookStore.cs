namespace ModelOps.Registry.Webhooks;

/// <summary>Where webhooks, and how far each has come, are kept: in the registry's own database.</summary>
internal interface IWebhookStore
{
    /// <summary>A key that this store keeps for the secrets; null where it has no place for one that is as safe as the secrets must be.</summary>
    byte[]? OwnKey { get; }

    /// <summary>Adds a webhook that begins after the newest event, and returns that event's sequence.</summary>
    Task<long> AddAsync(WebhookRow row, CancellationToken cancellationToken);

    /// <summary>Replaces what a caller may change, and the secret where one is given; false when there is no such webhook.</summary>
    Task<bool> UpdateAsync(RegistryWebhook webhook, byte[]? secret, bool hasSecretChanged, CancellationToken cancellationToken);

    Task<bool> RemoveAsync(string webhook, CancellationToken cancellationToken);

    Task<WebhookRow?> FindAsync(string webhook, CancellationToken cancellationToken);

    Task<IReadOnlyList<WebhookRow>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Takes the right to send for a webhook until a time, unless another holds it; returns how far the webhook has come, null when another does.</summary>
    Task<long?> TryLeaseAsync(string webhook, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Notes that events up to a sequence are dealt with, keeping the lease until a time; with the letter of the last where it was given up.
    /// False when the lease has gone to another.</summary>
    Task<bool> AdvanceAsync(string webhook, string owner, long sequence, DateTimeOffset until, WebhookDeadLetter? deadLetter, CancellationToken cancellationToken);

    Task ReleaseAsync(string webhook, string owner, CancellationToken cancellationToken);

    /// <summary>Sets how far a webhook has come, whoever sends for it; false when there is no such webhook.</summary>
    Task<bool> RewindAsync(string webhook, long sequence, CancellationToken cancellationToken);

    Task<IReadOnlyList<WebhookDeadLetter>> ListDeadLettersAsync(string webhook, int limit, CancellationToken cancellationToken);
}
