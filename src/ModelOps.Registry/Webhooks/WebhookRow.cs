namespace ModelOps.Registry.Webhooks;

/// <summary>A webhook as it is stored.</summary>
/// <param name="Webhook">What may be shown of it.</param>
/// <param name="Secret">Its secret, sealed; null for none.</param>
internal sealed record WebhookRow(RegistryWebhook Webhook, byte[]? Secret);
