namespace ModelOps.Registry.Training.Remote;

/// <summary>Settings that all launchers over HTTP share.</summary>
public abstract class RemoteLauncherOptions
{
    private protected RemoteLauncherOptions()
    {
    }

    /// <summary>Address of the scheduler's API, without the part that begins with <c>/api</c> or <c>/apis</c>. Required.</summary>
    public Uri? Address { get; set; }

    /// <summary>Allows <c>http</c> to other machines, as inside a cluster with a mesh. Default false.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>Token sent as <c>Authorization: Bearer</c>; null for none.</summary>
    public string? Token { get; set; }

    /// <summary>Name of the secret that holds the token, asked of <see cref="ISecretSource"/> for every request; null for none.</summary>
    public string? TokenSecret { get; set; }

    /// <summary>Longest time for one request. Default 30 s; 100 ms to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts for requests that may be repeated. Default 3; 1 to 10.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Wait before the second attempt; doubled for each further one. Default 500 ms; 0 to 1 minute.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a watch asks for the state. Default 5 s; 10 ms to 10 minutes.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a watch waits for a scheduler that does not answer. Default 10 minutes; 0 to 1 day.</summary>
    public TimeSpan OutageDuration { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Most bytes of a log that are read. Default 1 MiB; 4 KiB to 64 MiB.</summary>
    public int MaxLogBytes { get; set; } = 1 << 20;

    /// <summary>Makes the handler of requests, for proxies, own certificates and tests; null for the client's own. It must not follow redirects.</summary>
    public Func<HttpMessageHandler>? Handler { get; set; }

    internal abstract string Section { get; }
}
