using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Collections.Concurrent;

namespace ModelOps.Registry.Tests.Secrets;

/// <summary>Vault's HTTP API as its documentation describes it, for what the client uses: auth/kubernetes, auth/token, kv-v2 with check-and-set, transit
/// with an ECDSA key. Tokens expire by the test's clock. Vault itself cannot be installed where these tests run.</summary>
internal sealed class FakeVault(TimeProvider time) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset? ExpiresAt, bool IsRenewable)> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonObject?>> _secrets = new(StringComparer.Ordinal);
    private int _next;

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TimeSpan Lease { get; set; } = TimeSpan.FromHours(1);

    public TimeSpan RenewedLease { get; set; } = TimeSpan.FromHours(1);

    public string ServiceAccountToken { get; set; } = "jwt-1";

    public string? Namespace { get; set; }

    public HashSet<string> Denied { get; } = new(StringComparer.Ordinal);

    public bool RefusesRenewal { get; set; }

    /// <summary>Answers instead of Vault, for outages; takes the request and says null to let it pass.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Outage { get; set; }

    public ConcurrentQueue<string> Requests { get; } = [];

    public ConcurrentQueue<string> Bodies { get; } = [];

    public int Count(string request) => Requests.Count(r => r == request);

    public string Issue(TimeSpan? lease, bool isRenewable = true)
    {
        lock (_gate)
        {
            string token = string.Create(CultureInfo.InvariantCulture, $"hvs.token-{++_next}");
            _tokens[token] = (lease is { } life ? time.GetUtcNow() + life : null, isRenewable);
            return token;
        }
    }

    public void RevokeAll()
    {
        lock (_gate) { _tokens.Clear(); }
    }

    public void Put(string path, params (string Name, JsonNode? Value)[] fields)
    {
        JsonObject data = [];
        foreach ((string name, JsonNode? value) in fields) { data[name] = value; }
        lock (_gate)
        {
            if (!_secrets.TryGetValue(path, out List<JsonObject?>? versions)) { _secrets[path] = versions = []; }
            versions.Add(data);
        }
    }

    public void DeleteVersion(string path, int version)
    {
        lock (_gate) { _secrets[path][version - 1] = null; }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        string path = request.RequestUri!.AbsolutePath;
        Requests.Enqueue($"{request.Method} {path}");
        Bodies.Enqueue(body);
        if (Outage?.Invoke(request) is { } outage) { return outage; }
        lock (_gate) { return Answer(request, path, body); }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string path, string body)
    {
        JsonNode? json = body.Length == 0 ? null : JsonNode.Parse(body);
        if (Namespace != Header(request, "X-Vault-Namespace")) { return Errors(404, "no handler for route"); }
        if (path == "/v1/auth/kubernetes/login") { return LogIn(json!); }
        string? token = Header(request, "X-Vault-Token");
        if (token is null || !_tokens.TryGetValue(token, out (DateTimeOffset? ExpiresAt, bool IsRenewable) held) || held.ExpiresAt <= time.GetUtcNow())
        {
            return Errors(403, "permission denied", $"token {token} is invalid");
        }

        if (Denied.Contains(path)) { return Errors(403, "1 error occurred:\n\t* permission denied\n\n"); }
        return path switch
        {
            "/v1/auth/token/lookup-self" => Ok(new JsonObject
            {
                ["data"] = new JsonObject { ["ttl"] = held.ExpiresAt is { } at ? (long)(at - time.GetUtcNow()).TotalSeconds : 0, ["renewable"] = held.IsRenewable },
            }),
            "/v1/auth/token/renew-self" => Renew(token, held),
            _ when path.StartsWith("/v1/secret/data/", StringComparison.Ordinal) => KeyValue(request, Uri.UnescapeDataString(path["/v1/secret/data/".Length..]), json),
            _ when path.StartsWith("/v1/secret/metadata", StringComparison.Ordinal) && request.Method.Method == "LIST" => List(path["/v1/secret/metadata".Length..].TrimStart('/')),
            "/v1/transit/keys/models" => Ok(new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["type"] = "ecdsa-p256",
                    ["latest_version"] = 3,
                    ["keys"] = new JsonObject { ["1"] = new JsonObject { ["public_key"] = "old" }, ["3"] = new JsonObject { ["public_key"] = Key.ExportSubjectPublicKeyInfoPem() } },
                },
            }),
            "/v1/transit/sign/models/sha2-256" => Sign(json!),
            "/v1/transit/verify/models/sha2-256" => Verify(json!),
            _ => Errors(404),
        };
    }

    private HttpResponseMessage LogIn(JsonNode json)
    {
        if (json["role"]!.GetValue<string>() != "registry") { return Errors(400, "invalid role name"); }
        if (json["jwt"]!.GetValue<string>() != ServiceAccountToken) { return Errors(403, "permission denied"); }
        string token = Issue(Lease);
        return Ok(Auth(token, Lease, true));
    }

    private HttpResponseMessage Renew(string token, (DateTimeOffset? ExpiresAt, bool IsRenewable) held)
    {
        if (RefusesRenewal || !held.IsRenewable) { return Errors(400, "lease is not renewable"); }
        _tokens[token] = (time.GetUtcNow() + RenewedLease, true);
        return Ok(Auth(token, RenewedLease, true));
    }

    private HttpResponseMessage KeyValue(HttpRequestMessage request, string path, JsonNode? json)
    {
        List<JsonObject?>? versions = _secrets.GetValueOrDefault(path);
        if (request.Method == HttpMethod.Post)
        {
            int now = versions?.Count ?? 0;
            if (json!["options"]?["cas"]?.GetValue<int>() is { } cas && cas != now)
            {
                return Errors(400, "check-and-set parameter did not match the current version");
            }

            Put(path, [.. json["data"]!.AsObject().Select(static field => (field.Key, field.Value?.DeepClone()))]);
            return Ok(new JsonObject { ["data"] = Metadata(now + 1) });
        }

        if (versions is null) { return Errors(404); }
        string query = request.RequestUri!.Query;
        int version = query.StartsWith("?version=", StringComparison.Ordinal) ? int.Parse(query[9..], CultureInfo.InvariantCulture) : versions.Count;
        if (version > versions.Count) { return Errors(404); }
        bool isGone = versions[version - 1] is null;
        JsonObject data = new() { ["data"] = versions[version - 1]?.DeepClone(), ["metadata"] = Metadata(version) };
        return Ok(new JsonObject { ["data"] = data }, isGone ? 404 : 200);
    }

    private HttpResponseMessage List(string folder)
    {
        string prefix = folder.Length == 0 ? string.Empty : folder + "/";
        string[] keys = [.. _secrets.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key =>
        {
            string rest = key[prefix.Length..];
            int slash = rest.IndexOf('/', StringComparison.Ordinal);
            return slash < 0 ? rest : rest[..(slash + 1)];
        }).Distinct().Order(StringComparer.Ordinal)];
        return keys.Length == 0 ? Errors(404) : Ok(new JsonObject { ["data"] = new JsonObject { ["keys"] = new JsonArray([.. keys.Select(static k => (JsonNode)k)]) } });
    }

    private HttpResponseMessage Sign(JsonNode json)
    {
        byte[] input = Convert.FromBase64String(json["input"]!.GetValue<string>());
        Assert.True(json["prehashed"]!.GetValue<bool>());
        Assert.Equal("asn1", json["marshaling_algorithm"]!.GetValue<string>());
        byte[] signature = Key.SignHash(input, DSASignatureFormat.Rfc3279DerSequence);
        return Ok(new JsonObject { ["data"] = new JsonObject { ["signature"] = "vault:v3:" + Convert.ToBase64String(signature), ["key_version"] = 3 } });
    }

    private HttpResponseMessage Verify(JsonNode json)
    {
        string[] parts = json["signature"]!.GetValue<string>().Split(':');
        byte[] input = Convert.FromBase64String(json["input"]!.GetValue<string>());
        bool valid = parts[1] == "v3" && Key.VerifyHash(input, Convert.FromBase64String(parts[2]), DSASignatureFormat.Rfc3279DerSequence);
        return Ok(new JsonObject { ["data"] = new JsonObject { ["valid"] = valid } });
    }

    private JsonObject Metadata(int version) => new()
    {
        ["version"] = version,
        ["created_time"] = time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["deletion_time"] = string.Empty,
        ["destroyed"] = false,
    };

    private static JsonObject Auth(string token, TimeSpan lease, bool isRenewable) => new()
    {
        ["auth"] = new JsonObject { ["client_token"] = token, ["lease_duration"] = (long)lease.TotalSeconds, ["renewable"] = isRenewable },
    };

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.Single() : null;

    private static HttpResponseMessage Ok(JsonObject json, int status = 200) => Answer(status, json.ToJsonString());

    public static HttpResponseMessage Errors(int status, params string[] errors) =>
        Answer(status, new JsonObject { ["errors"] = new JsonArray([.. errors.Select(static e => (JsonNode)e)]) }.ToJsonString());

    public static HttpResponseMessage Answer(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override void Dispose(bool disposing)
    {
        // Shared by the clients of a test.
    }
}
