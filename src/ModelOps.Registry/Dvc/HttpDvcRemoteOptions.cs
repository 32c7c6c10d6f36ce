namespace ModelOps.Registry.Dvc;

/// <summary>Settings of an <see cref="HttpDvcRemote"/>.</summary>
public sealed class HttpDvcRemoteOptions
{
    /// <summary>Method that writes an object: <c>POST</c>, which is what DVC does by default, or <c>PUT</c>. Default <c>PUT</c>.</summary>
    public string UploadMethod { get; set; } = "PUT";

    /// <summary>Value of header <c>Authorization</c>; null for none. Thread-safe, asked for each call. Needs TLS unless the server is on this machine.</summary>
    public Func<CancellationToken, ValueTask<string?>>? Authorization { get; set; }

    /// <summary>How long the server may send or take nothing before a call fails. Above zero; default 100 seconds.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Changes the handler of all connections, e.g. its trusted certificates. Runs once.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }
}
