namespace ModelOps.Registry;

/// <summary>Settings of webhooks; section <c>ModelOps:Registry:Webhooks</c> of the configuration.</summary>
public sealed class RegistryWebhookOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Webhooks";

    /// <summary>Key that encrypts the secrets of webhooks where they are stored: 32 bytes in Base64, the same for all hosts of the registry. Null (the
    /// default) lets the embedded registry keep one in its folder, which only its user may read; elsewhere webhooks cannot have secrets then.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Whether <c>http</c> URLs are called too. Default false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Whether addresses that are not public (loopback, private, link-local and the like) are called too. Default false: who may create a
    /// webhook could make this host call services that only it can reach.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Longest time for one request. 100 ms to 1 minute, default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests after which a message is a dead letter; 1 to 20, default 8.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Wait before the second request; it doubles from request to request, up to a minute, with jitter. 1 ms to 1 minute, default 1 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often this host looks for events and webhooks of other processes; its own events wake it at once. 10 ms to 1 hour, default 2 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);
}
