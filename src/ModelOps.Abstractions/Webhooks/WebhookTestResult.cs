namespace ModelOps;

/// <summary>What a receiver answered to a message that was sent to try it.</summary>
/// <param name="IsDelivered">Whether it took the message (status 200 to 299).</param>
/// <param name="Outcome">Status it answered, or <c>UNREACHABLE</c>, <c>TIMEOUT</c> or <c>REFUSED_ADDRESS</c>.</param>
public sealed record WebhookTestResult(bool IsDelivered, string Outcome);
