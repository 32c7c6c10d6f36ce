namespace ModelOps.Registry.Http;

/// <summary>One request to a service.</summary>
/// <param name="Method">Method; also ones HTTP does not name, such as Vault's <c>LIST</c>.</param>
/// <param name="Path">Path and query below the base address, escaped already, without a leading slash.</param>
internal sealed record ServiceCall(HttpMethod Method, string Path)
{
    /// <summary>JSON to send; null sends no body.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Headers of this request only.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether sending it twice does no more than sending it once, so that it may be tried again.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Most bytes of the answer; null for the client's own limit.</summary>
    public int? MaxAnswerBytes { get; init; }

    /// <summary>Whether an answer that is too long is cut rather than refused.</summary>
    public bool CutsAnswer { get; init; }
}
