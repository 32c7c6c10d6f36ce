namespace ModelOps.Jobs;

/// <summary>Settings of webhooks; section <c>ModelOps:Jobs:Webhooks</c> of the configuration.</summary>
public sealed class WebhookOptions
{
    /// <summary>Secrets that sign the messages, as <c>whsec_</c> and 24 to 64 bytes in Base64. Each message carries a signature of each, so that
    /// a secret is replaced without a gap. Empty (the default) refuses jobs with a webhook.</summary>
    public IList<string> Secrets { get; set; } = new List<string>();

    /// <summary>Whether <c>http</c> URLs are called too. Default false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Whether addresses that are not public (loopback, private, link-local and the like) are called too. Default false: a job could
    /// make this host call services that only it can reach.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Longest time for one request. 100 ms to 1 minute, default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests after which a delivery has failed; 1 to 20, default 6.</summary>
    public int MaxAttempts { get; set; } = 6;

    /// <summary>Wait before the second request; it doubles from request to request, with jitter. 1 ms to 1 minute, default 2 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);
}
