namespace ModelOps.Registry.Lineage;

/// <summary>Where lineage goes; section <c>ModelOps:Registry:Lineage</c> of the configuration. Set <see cref="Url"/>, <see cref="File"/> or both.</summary>
public sealed class LineageOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Lineage";

    /// <summary>Namespace of our own jobs, models and deployments. Default <c>modelops</c>.</summary>
    public string Namespace { get; set; } = "modelops";

    /// <summary>URI that says who made the events. Default <c>urn:modelops:registry</c>.</summary>
    public string Producer { get; set; } = "urn:modelops:registry";

    /// <summary>Base address of an OpenLineage server, to which <see cref="Endpoint"/> is appended; null sends nothing. It must be https where a key is
    /// sent to another machine.</summary>
    public Uri? Url { get; set; }

    /// <summary>Path below <see cref="Url"/>. Default <c>api/v1/lineage</c>.</summary>
    public string Endpoint { get; set; } = "api/v1/lineage";

    /// <summary>Key sent as a bearer token; null for none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Longest time one request may take. Default 10 s; 100 ms to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Wait after the first failed request, doubled with each further one up to <see cref="MaxRetryDelay"/>. Default 1 s; 10 ms to 1 hour.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between requests while the server does not answer. Default 1 minute; at least <see cref="RetryDelay"/>, at most 1 day.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>File to which each event is appended as a line of JSON; null writes none.</summary>
    public string? File { get; set; }

    /// <summary>Folder for what is not sent yet and how far the logs were followed; null for <c>lineage</c> in the embedded registry's folder.
    /// Hosts that share it share the work: one of them follows and sends at a time.</summary>
    public string? SpoolFolder { get; set; }

    /// <summary>Events taken and not yet written, at most; further ones are dropped. Default 1,000; 1 to 1,000,000.</summary>
    public int QueueCapacity { get; set; } = 1_000;

    /// <summary>Events written and not yet sent, at most; further ones of callers are dropped, the registry's own wait. Default 10,000; 1 to 1,000,000.</summary>
    public int MaxSpooledEvents { get; set; } = 10_000;

    /// <summary>Whether the registry's log is told: trainings of registered versions, deployments by aliases, deletions. It begins at the beginning of the
    /// log. Default true.</summary>
    public bool FollowRegistry { get; set; } = true;

    /// <summary>Whether runs of the host's own tracking store are told when they begin and end, with what they read and wrote; those of a remote MLflow are
    /// not. It begins with the first run. Default true.</summary>
    public bool FollowRuns { get; set; } = true;

    /// <summary>Changes the connection, e.g. its certificates; code only.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }
}
