namespace ModelOps.Drift.Alerts;

/// <summary>A webhook of your own: the JSON that Alertmanager's webhook receivers take (version 4), signed as Standard Webhooks says.</summary>
public sealed class DriftWebhookSinkOptions() : DriftHttpSinkOptions("webhook")
{
    /// <summary>Address. Required.</summary>
    public Uri? Url { get; set; }

    /// <summary>Names of secrets that sign, each <c>whsec_</c> and 24 to 64 bytes in Base64, asked of <see cref="ISecretSource"/> for every notification. A message carries
    /// a signature of each, so that a secret is replaced without a gap. Empty (the default): messages are not signed.</summary>
    public IList<string> SigningSecrets { get; set; } = new List<string>();

    /// <summary>Alerts that a message lists; the others are counted in <c>truncatedAlerts</c>. 1 to 1,000; default 100.</summary>
    public int MaxAlerts { get; set; } = 100;
}
