namespace ModelOps;

/// <summary>A message that was given up.</summary>
/// <param name="Webhook">Identifier of the webhook.</param>
/// <param name="Sequence">Sequence of the event it told of.</param>
/// <param name="Topic">What it told of, as <c>entity.action</c>.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="Outcome">How the last attempt went, as in <see cref="WebhookTestResult"/>.</param>
/// <param name="At">When it was given up.</param>
public sealed record WebhookDeadLetter(string Webhook, long Sequence, string Topic, int Attempts, string Outcome, DateTimeOffset At);
