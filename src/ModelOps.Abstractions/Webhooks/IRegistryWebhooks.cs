namespace ModelOps;

/// <summary>The receivers of the registry's events: each gets the events it asks for, in order, at least once.</summary>
/// <remarks>Thread-safe. Messages are sent by a host that runs; when it ends, or is killed, another or its next start goes on. A message that the
/// receiver refuses for good, or too often, becomes a dead letter and the next goes out.</remarks>
public interface IRegistryWebhooks
{
    /// <summary>Creates a webhook, which hears of what happens from now on.</summary>
    /// <param name="registration">The webhook.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The webhook.</returns>
    /// <exception cref="ArgumentException">The registration is not valid; the message lists all that is wrong.</exception>
    Task<RegistryWebhook> CreateAsync(WebhookRegistration registration, CancellationToken cancellationToken = default);

    /// <summary>Finds a webhook.</summary>
    /// <param name="webhook">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The webhook.</returns>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    Task<RegistryWebhook> GetAsync(string webhook, CancellationToken cancellationToken = default);

    /// <summary>All webhooks, the oldest first.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The webhooks; empty when there are none.</returns>
    Task<IReadOnlyList<RegistryWebhook>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes a webhook.</summary>
    /// <param name="webhook">Identifier.</param>
    /// <param name="update">What to change.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The webhook as it is now.</returns>
    /// <exception cref="ArgumentException">The change is not valid; the message lists all that is wrong.</exception>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    Task<RegistryWebhook> UpdateAsync(string webhook, WebhookUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Deletes a webhook with its dead letters.</summary>
    /// <param name="webhook">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(string webhook, CancellationToken cancellationToken = default);

    /// <summary>Sends a made-up message now, once.</summary>
    /// <param name="webhook">Identifier.</param>
    /// <param name="topic">What it tells of; null takes the first that the webhook asks for.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    Task<WebhookTestResult> TestAsync(string webhook, WebhookTopic? topic = null, CancellationToken cancellationToken = default);

    /// <summary>Messages that were given up, the newest first.</summary>
    /// <param name="webhook">Identifier.</param>
    /// <param name="limit">At most so many; 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The dead letters; empty when there are none.</returns>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    Task<IReadOnlyList<WebhookDeadLetter>> ListDeadLettersAsync(string webhook, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Sends events again: those after a sequence that the webhook asks for, with the same identifiers as before.</summary>
    /// <param name="webhook">Identifier.</param>
    /// <param name="after">Sequence of the last event not to send again; 0 sends all.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The webhook as it is now.</returns>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    Task<RegistryWebhook> ReplayAsync(string webhook, long after, CancellationToken cancellationToken = default);
}
