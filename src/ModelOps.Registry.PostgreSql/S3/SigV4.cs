using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>AWS Signature Version 4 for the service <c>s3</c>.</summary>
/// <remarks>Source: Amazon S3 API Reference, "Authenticating Requests (AWS Signature Version 4)": signing by header and by query.</remarks>
internal sealed class SigV4(S3Credentials credentials, string region)
{
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";
    public const string EmptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Signs all headers that the request has by now, and adds the ones that carry the signature.</summary>
    /// <param name="request">The request, its address made of encoded parts that stay as they are.</param>
    /// <param name="payloadSha256">SHA-256 of the body in lower-case hex, or <see cref="UnsignedPayload"/>.</param>
    /// <param name="at">Time of the signature.</param>
    public void Sign(HttpRequestMessage request, string payloadSha256, DateTimeOffset at)
    {
        Uri uri = request.RequestUri!;
        request.Headers.Add("x-amz-content-sha256", payloadSha256);
        request.Headers.Add("x-amz-date", Time(at));
        if (credentials.SessionToken is { } token) { request.Headers.Add("x-amz-security-token", token); }
        List<(string Name, string Value)> headers = [("host", HostOf(uri))];
        headers.AddRange(request.Headers.Select(static h => (h.Key.ToLowerInvariant(), string.Join(',', h.Value).Trim())));
        headers.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        string names = string.Join(';', headers.Select(static h => h.Name));
        string signature = SignatureOf(request.Method, uri.AbsolutePath, uri.Query.TrimStart('?'), headers, names, payloadSha256, at);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={credentials.AccessKeyId}/{Scope(at)},SignedHeaders={names},Signature={signature}");
    }

    /// <summary>The query of an address that anyone may use until it expires, without credentials of their own.</summary>
    public string Presign(HttpMethod method, string host, string path, IEnumerable<(string Name, string Value)> parameters, TimeSpan expiry, DateTimeOffset at)
    {
        List<(string Name, string Value)> all =
        [
            .. parameters,
            ("X-Amz-Algorithm", Algorithm),
            ("X-Amz-Credential", $"{credentials.AccessKeyId}/{Scope(at)}"),
            ("X-Amz-Date", Time(at)),
            ("X-Amz-Expires", ((long)expiry.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            ("X-Amz-SignedHeaders", "host"),
        ];
        if (credentials.SessionToken is { } token) { all.Add(("X-Amz-Security-Token", token)); }
        string query = S3Encoding.Query(all);
        return $"{query}&X-Amz-Signature={SignatureOf(method, path, query, [("host", host)], "host", UnsignedPayload, at)}";
    }

    /// <summary>The host as HTTP sends it: with the port unless it is the scheme's own.</summary>
    public static string HostOf(Uri uri) => uri.IsDefaultPort ? BracketedHost(uri) : $"{BracketedHost(uri)}:{uri.Port.ToString(CultureInfo.InvariantCulture)}";

    private static string BracketedHost(Uri uri) => uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost;

    private string SignatureOf(
        HttpMethod method, string path, string query, List<(string Name, string Value)> headers, string names, string payloadSha256, DateTimeOffset at)
    {
        string canonical = $"{method.Method}\n{path}\n{query}\n{string.Concat(headers.Select(static h => $"{h.Name}:{h.Value}\n"))}\n{names}\n{payloadSha256}";
        string toSign = $"{Algorithm}\n{Time(at)}\n{Scope(at)}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey);
        foreach (string step in (ReadOnlySpan<string>)[Day(at), region, "s3", "aws4_request"]) { key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step)); }
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    private string Scope(DateTimeOffset at) => $"{Day(at)}/{region}/s3/aws4_request";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
