namespace ModelOps.Registry.Webhooks;

/// <summary>A message: what it tells of, its identifier, and the body.</summary>
/// <param name="Topic">What it tells of.</param>
/// <param name="Id">The same however often it is sent, so that a receiver can leave out what it has had.</param>
/// <param name="Body">JSON.</param>
internal sealed record WebhookMessage(WebhookTopic Topic, string Id, byte[] Body);
