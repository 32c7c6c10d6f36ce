namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>A request before it is signed; it can be made again for another attempt.</summary>
internal sealed class S3Request(string what, HttpMethod method, string key)
{
    /// <summary>What it does, as a message says it after "to".</summary>
    public string What { get; } = what;

    public HttpMethod Method { get; } = method;

    public string Key { get; } = key;

    public string Query { get; init; } = string.Empty;

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Makes the body, anew for each attempt; null when there is none.</summary>
    public Func<HttpContent>? Content { get; init; }

    public string PayloadSha256 { get; init; } = SigV4.EmptySha256;

    /// <summary>Whether it does no harm when it runs twice.</summary>
    public bool MayRunTwice { get; init; } = true;
}
