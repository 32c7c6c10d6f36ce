namespace ModelOps.Drift.Alerts;

/// <summary>Settings that all built-in sinks over HTTP share.</summary>
public abstract class DriftHttpSinkOptions : DriftSinkOptions
{
    private protected DriftHttpSinkOptions(string name)
        : base(name)
    {
    }

    /// <summary>Allows <c>http</c> to other machines, as inside a cluster with a mesh. Default false.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>Makes the handler of requests, for proxies, own certificates and tests; null for the client's own, which follows no redirects and writes no
    /// spans, since addresses may hold secrets.</summary>
    public Func<HttpMessageHandler>? Handler { get; set; }
}
