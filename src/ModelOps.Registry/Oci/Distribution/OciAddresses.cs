namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Addresses of the OCI Distribution Specification 1.1.</summary>
internal static class OciAddresses
{
    private const string DockerHub = "docker.io";

    public static Uri BaseOf(OciReference repository, OciOptions options)
    {
        bool plain = repository.IsLoopback
            || options.PlainHttpRegistries.Any(r => r == repository.Registry || r == repository.Registry.Split(':')[0]);
        string host = repository.Registry == DockerHub ? "registry-1.docker.io" : repository.Registry;
        return new Uri($"{(plain ? "http" : "https")}://{host}/");
    }

    public static Uri Of(OciReference repository, OciOptions options, string path) => new(BaseOf(repository, options), $"v2/{repository.Repository}/{path}");

    /// <summary>An address with one more parameter, everything else as the registry wrote it.</summary>
    public static Uri With(Uri uri, string parameter) => new(uri.AbsoluteUri + (uri.Query.Length == 0 ? "?" : "&") + parameter);

    /// <summary>Where the next page is: the link with relation <c>next</c> (RFC 8288); null on the last page.</summary>
    public static Uri? Next(HttpResponseMessage response, Uri current)
    {
        if (!response.Headers.TryGetValues("Link", out IEnumerable<string>? links)) { return null; }
        foreach (string link in links)
        {
            int open = link.IndexOf('<', StringComparison.Ordinal);
            int close = link.IndexOf('>', StringComparison.Ordinal);
            bool isNext = close > open && open >= 0 && link.AsSpan(close).Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase);
            isNext |= close > open && open >= 0 && link.AsSpan(close).Contains("rel=next", StringComparison.OrdinalIgnoreCase);
            if (isNext && Uri.TryCreate(current, link[(open + 1)..close], out Uri? next)) { return next; }
        }

        return null;
    }
}
