namespace ModelOps.Registry.Secrets.Vault;

/// <summary>Settings of the client of HashiCorp Vault (or OpenBao); section <c>ModelOps:Registry:Vault</c> of the configuration.</summary>
public sealed class VaultOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Vault";

    /// <summary>Address, e.g. <c>https://vault:8200</c>. Required.</summary>
    public Uri? Address { get; set; }

    /// <summary>Allows <c>http</c> to other machines. Default false.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>Namespace, sent as <c>X-Vault-Namespace</c>; null for none.</summary>
    public string? Namespace { get; set; }

    /// <summary>Token to use; null when <see cref="TokenFile"/> or <see cref="Role"/> gives one. Exactly one of the three is set.</summary>
    public string? Token { get; set; }

    /// <summary>File that holds the token, as an agent writes it; read again for every new login.</summary>
    public string? TokenFile { get; set; }

    /// <summary>Role to log in as with the service account of the pod (Kubernetes auth).</summary>
    public string? Role { get; set; }

    /// <summary>Where Kubernetes auth is mounted. Default <c>kubernetes</c>.</summary>
    public string KubernetesMount { get; set; } = "kubernetes";

    /// <summary>File of the service account's token; read again for every login, since Kubernetes replaces it.</summary>
    public string ServiceAccountTokenFile { get; set; } = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    /// <summary>Where the key-value engine (version 2) is mounted. Default <c>secret</c>.</summary>
    public string KeyValueMount { get; set; } = "secret";

    /// <summary>Where the transit engine is mounted. Default <c>transit</c>.</summary>
    public string TransitMount { get; set; } = "transit";

    /// <summary>Field of a secret that <see cref="ISecretSource"/> takes when the name has no <c>#field</c>. Default <c>value</c>.</summary>
    public string DefaultField { get; set; } = "value";

    /// <summary>How long <see cref="ISecretSource"/> keeps a secret before it reads it again. Default 5 minutes; 0 to 1 day.</summary>
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after that a secret still answers while Vault cannot. Default 1 hour; 0 to 7 days.</summary>
    public TimeSpan OutageDuration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Longest time for one request. Default 10 s; 100 ms to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts for requests that may be repeated (reads, logins, signatures). Default 3; 1 to 10.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Wait before the second attempt; doubled for each further one. Default 200 ms; 0 to 1 minute.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Other hosts (<c>host:port</c>) of the same cluster to which a standby may redirect. Default none: put a load balancer before the
    /// cluster, or let standbys forward, which is Vault's default.</summary>
    public IList<string> RedirectHosts { get; } = [];

    /// <summary>Makes the handler of requests, for proxies, own certificates and tests; null for the client's own. It must not follow redirects.</summary>
    public Func<HttpMessageHandler>? Handler { get; set; }
}
