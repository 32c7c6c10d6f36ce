using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

/// <summary>A bucket in memory, faithful to S3's conditional writes, that can be told to be faulty.</summary>
internal sealed class FakeS3 : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, byte[]>> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Key, DateTimeOffset At)> _begun = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The store's clock.</summary>
    public Func<DateTimeOffset> Now { get; set; } = static () => DateTimeOffset.UnixEpoch;

    /// <summary>Method and path with query of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answers instead of the bucket where it gives something.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Fault { get; set; } = static _ => null;

    /// <summary>Changes the answer of the bucket, after it has happened.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage, HttpResponseMessage> Change { get; set; } = static (_, response) => response;

    public IReadOnlyCollection<string> Keys => [.. _objects.Keys];

    public int OpenUploads => _uploads.Count;

    public byte[] this[string key] => _objects[key];

    public static HttpResponseMessage Refuse(int status, string code) => new((HttpStatusCode)status)
    {
        Content = new StringContent($"<Error><Code>{code}</Code><Message>quotes AWS4-HMAC-SHA256 and a secret</Message></Error>"),
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}");
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        if (Fault(request) is { } fault) { return fault; }
        lock (_lock) { return Change(request, Answer(request, body)); }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        string path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        string key = path.Length > "/models/".Length ? path["/models/".Length..] : "";
        Dictionary<string, string> query = request.RequestUri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static p => p.Split('=', 2)).ToDictionary(static p => p[0], static p => Uri.UnescapeDataString(p[1]));
        return (request.Method.Method, query) switch
        {
            ("GET", { } q) when q.ContainsKey("list-type") => ListObjects(q["prefix"]),
            ("GET", { } q) when q.ContainsKey("uploads") => ListUploads(q["prefix"], q.GetValueOrDefault("upload-id-marker")),
            ("POST", { } q) when q.ContainsKey("uploads") => Begin(key),
            ("POST", { } q) => Complete(key, q["uploadId"], request),
            ("PUT", { } q) when q.TryGetValue("uploadId", out string? id) => Store(() => _uploads[id][int.Parse(q["partNumber"], CultureInfo.InvariantCulture)] = body, body),
            ("DELETE", { } q) when q.TryGetValue("uploadId", out string? id) => _uploads.TryRemove(id, out _) ? new(HttpStatusCode.NoContent) : Refuse(404, "NoSuchUpload"),
            ("DELETE", _) => Delete(key),
            ("PUT", _) => Guarded(key, request) ?? Store(() => _objects[key] = body, body),
            ("HEAD", _) => _objects.TryGetValue(key, out byte[]? there) ? Show(there, null, null) : new(HttpStatusCode.NotFound),
            _ => _objects.TryGetValue(key, out byte[]? there)
                ? Show(there, request.Headers.Range?.Ranges.Single().From, request.Headers.Range?.Ranges.Single().To)
                : Refuse(404, "NoSuchKey"),
        };
    }

    private HttpResponseMessage? Guarded(string key, HttpRequestMessage request)
    {
        bool exists = _objects.TryGetValue(key, out byte[]? there);
        if (request.Headers.IfNoneMatch.Count > 0 && exists) { return Refuse(412, "PreconditionFailed"); }
        if (request.Headers.IfMatch.SingleOrDefault() is not { } match) { return null; }
        return !exists ? Refuse(404, "NoSuchKey") : match.Tag != TagOf(there!) ? Refuse(412, "PreconditionFailed") : null;
    }

    private HttpResponseMessage Delete(string key)
    {
        _objects.TryRemove(key, out _);
        return new(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage Begin(string key)
    {
        string id = Guid.NewGuid().ToString("N");
        _uploads[id] = new ConcurrentDictionary<int, byte[]>();
        _begun[id] = (key, Now());
        return Xml($"<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
    }

    private HttpResponseMessage ListObjects(string prefix) => Xml("<ListBucketResult><IsTruncated>false</IsTruncated>" + string.Concat(
        from item in _objects
        where item.Key.StartsWith(prefix, StringComparison.Ordinal)
        orderby item.Key
        select $"<Contents><Key>{item.Key}</Key><LastModified>{Now():O}</LastModified><ETag>{TagOf(item.Value)}</ETag><Size>{item.Value.Length}</Size></Contents>") + "</ListBucketResult>");

    /// <summary>One upload a page.</summary>
    private HttpResponseMessage ListUploads(string prefix, string? after)
    {
        string[] ids = [.. _uploads.Keys.Where(id => _begun[id].Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(id, after) > 0).Order(StringComparer.Ordinal)];
        string page = ids.Length == 0 ? "" : $"<NextKeyMarker>{_begun[ids[0]].Key}</NextKeyMarker><NextUploadIdMarker>{ids[0]}</NextUploadIdMarker>"
            + $"<Upload><Key>{_begun[ids[0]].Key}</Key><UploadId>{ids[0]}</UploadId><Initiated>{_begun[ids[0]].At:O}</Initiated></Upload>";
        return Xml($"<ListMultipartUploadsResult><IsTruncated>{(ids.Length > 1 ? "true" : "false")}</IsTruncated>{page}</ListMultipartUploadsResult>");
    }

    private HttpResponseMessage Complete(string key, string id, HttpRequestMessage request)
    {
        if (Guarded(key, request) is { } refusal) { return refusal; }
        if (!_uploads.TryRemove(id, out ConcurrentDictionary<int, byte[]>? parts)) { return Refuse(404, "NoSuchUpload"); }
        _objects[key] = [.. parts.OrderBy(static p => p.Key).SelectMany(static p => p.Value)];
        return Xml("<CompleteMultipartUploadResult><ETag>\"x-2\"</ETag></CompleteMultipartUploadResult>");
    }

    private static HttpResponseMessage Store(Action store, byte[] body)
    {
        store();
        HttpResponseMessage response = new(HttpStatusCode.OK);
        response.Headers.TryAddWithoutValidation("ETag", TagOf(body));
        return response;
    }

    private static HttpResponseMessage Show(byte[] bytes, long? from, long? to)
    {
        HttpResponseMessage response = new(from is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent);
        int start = (int)(from ?? 0);
        int end = (int)Math.Min((to ?? long.MaxValue - 1) + 1, bytes.Length);
        response.Content = new ByteArrayContent(bytes[start..end]);
        if (from is not null) { response.Content.Headers.ContentRange = new(start, end - 1, bytes.Length); }
        response.Headers.TryAddWithoutValidation("ETag", TagOf(bytes));
        response.Headers.TryAddWithoutValidation("x-amz-meta-sha256", Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return response;
    }

    private static HttpResponseMessage Xml(string xml) => new(HttpStatusCode.OK) { Content = new StringContent(xml, Encoding.UTF8, "application/xml") };

    private static string TagOf(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"";
}
