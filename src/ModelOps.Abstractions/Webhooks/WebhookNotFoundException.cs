namespace ModelOps;

/// <summary>There is no such webhook.</summary>
/// <param name="webhook">Identifier asked for.</param>
public sealed class WebhookNotFoundException(string webhook) : ModelOpsException(
    ModelOpsErrorKind.NotFound,
    ModelOpsErrorCodes.WebhookNotFound,
    $"There is no webhook '{webhook}'. List the webhooks to see those there are.")
{
    /// <summary>Identifier asked for.</summary>
    public string Webhook { get; } = webhook;
}
