using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Tests.Oci;

/// <summary>An OCI registry in memory for what Debian's does not do or cannot be made to do: tokens, redirects, resumed chunks, referrers, pages, faults.</summary>
internal sealed class FakeRegistry : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, MemoryStream> _uploads = new();

    private FakeRegistry(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    /// <summary>Bytes and media type by <c>repository/tag</c> and <c>repository/digest</c>.</summary>
    public ConcurrentDictionary<string, (byte[] Bytes, string Type)> Manifests { get; } = new();

    public ConcurrentQueue<(string Method, string Path, string? Authorization)> Calls { get; } = new();

    /// <summary>Asked first; answers by itself when it returns true.</summary>
    public Func<HttpContext, Task<bool>>? Intercept { get; set; }

    public bool HasReferrers { get; set; }

    public bool Mounts { get; set; }

    public int TagPage { get; set; } = 1000;

    public Uri Address => new(_app.Urls.Single());

    public string Registry => Address.Authority;

    public static async Task<FakeRegistry> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(static k => k.Limits.MaxRequestBodySize = null);
        WebApplication app = builder.Build();
        FakeRegistry registry = new(app);
        app.Run(registry.HandleAsync);
        await app.StartAsync();
        return registry;
    }

    public string Add(byte[] blob)
    {
        string digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob));
        Blobs[digest] = blob;
        return digest;
    }

    /// <summary>Puts a manifest under a tag, with any blobs it needs given by the caller.</summary>
    public string AddManifest(string repository, string tag, JsonNode manifest, string type = "application/vnd.oci.image.manifest.v1+json")
    {
        byte[] bytes = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        string digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
        Manifests[$"{repository}/{tag}"] = Manifests[$"{repository}/{digest}"] = (bytes, type);
        return digest;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        Calls.Enqueue((context.Request.Method, path + context.Request.QueryString, context.Request.Headers.Authorization.ToString() is { Length: > 0 } a ? a : null));
        if (Intercept is not null && await Intercept(context)) { return; }
        foreach ((string mark, Func<HttpContext, string, string, Task> handle) in new (string, Func<HttpContext, string, string, Task>)[]
        {
            ("/blobs/uploads/", UploadAsync), ("/blobs/", BlobAsync), ("/manifests/", ManifestAsync), ("/tags/list", TagsAsync), ("/referrers/", ReferrersAsync),
        })
        {
            int at = path.IndexOf(mark, StringComparison.Ordinal);
            if (at > 0)
            {
                await handle(context, path["/v2/".Length..at], path[(at + mark.Length)..]);
                return;
            }
        }

        context.Response.StatusCode = 404;
    }

    private async Task BlobAsync(HttpContext context, string repository, string digest)
    {
        if (!Blobs.TryGetValue(digest, out byte[]? blob)) { context.Response.StatusCode = 404; return; }
        long from = context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{blob.Length - 1}/{blob.Length}";
        }

        context.Response.ContentLength = blob.Length - from;
        if (context.Request.Method != "HEAD") { await context.Response.Body.WriteAsync(blob.AsMemory((int)from)); }
    }

    private async Task UploadAsync(HttpContext context, string repository, string id)
    {
        HttpResponse response = context.Response;
        if (context.Request.Method == "POST")
        {
            string? mount = context.Request.Query["mount"];
            if (Mounts && mount is not null && Blobs.ContainsKey(mount)) { response.StatusCode = 201; return; }
            string key = Guid.NewGuid().ToString("N");
            _uploads[key] = new MemoryStream();
            response.StatusCode = 202;
            response.Headers.Location = $"/v2/{repository}/blobs/uploads/{key}?state=a%2Fb%3D";
            return;
        }

        if (!_uploads.TryGetValue(id, out MemoryStream? upload)) { response.StatusCode = 404; return; }
        response.Headers.Location = $"/v2/{repository}/blobs/uploads/{id}?state=a%2Fb%3D";
        Assert.Equal("a/b=", context.Request.Query["state"]);
        if (context.Request.Method == "GET")
        {
            response.StatusCode = 204;
            response.Headers.Range = $"0-{Math.Max(0, upload.Length - 1)}";
            return;
        }

        if (context.Request.Method == "PATCH")
        {
            long from = long.Parse(context.Request.Headers.ContentRange.ToString().Split('-')[0], CultureInfo.InvariantCulture);
            if (from != upload.Length) { response.StatusCode = 416; return; }
            await context.Request.Body.CopyToAsync(upload);
            response.StatusCode = 202;
            response.Headers.Range = $"0-{upload.Length - 1}";
            return;
        }

        await context.Request.Body.CopyToAsync(upload);
        string digest = Add(upload.ToArray());
        response.StatusCode = digest == context.Request.Query["digest"] ? 201 : 400;
    }

    private async Task ManifestAsync(HttpContext context, string repository, string target)
    {
        HttpResponse response = context.Response;
        if (context.Request.Method == "PUT")
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            JsonNode manifest = JsonNode.Parse(body.ToArray())!;
            string digest = AddRaw(repository, target, body.ToArray(), context.Request.ContentType!);
            response.Headers["Docker-Content-Digest"] = digest;
            if (HasReferrers && manifest["subject"] is { } subject) { response.Headers["OCI-Subject"] = (string)subject["digest"]!; }
            response.StatusCode = 201;
            return;
        }

        if (!Manifests.TryGetValue($"{repository}/{target}", out (byte[] Bytes, string Type) found)) { response.StatusCode = 404; return; }
        response.ContentType = found.Type;
        await response.Body.WriteAsync(found.Bytes);
    }

    private string AddRaw(string repository, string target, byte[] bytes, string type)
    {
        string digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
        Manifests[$"{repository}/{target}"] = Manifests[$"{repository}/{digest}"] = (bytes, type);
        return digest;
    }

    private async Task TagsAsync(HttpContext context, string repository, string rest)
    {
        string? last = context.Request.Query["last"];
        string[] all = [.. Manifests.Keys.Where(k => k.StartsWith(repository + "/", StringComparison.Ordinal) && !k.Contains("sha256:", StringComparison.Ordinal)).Select(k => k[(repository.Length + 1)..]).Order(StringComparer.Ordinal)];
        string[] page = [.. all.Where(t => last is null || string.CompareOrdinal(t, last) > 0).Take(TagPage)];
        if (page.Length > 0 && page[^1] != all[^1]) { context.Response.Headers.Link = $"</v2/{repository}/tags/list?n={TagPage}&last={page[^1]}>; rel=\"next\""; }
        await context.Response.WriteAsJsonAsync(new { name = repository, tags = page });
    }

    private async Task ReferrersAsync(HttpContext context, string repository, string digest)
    {
        if (!HasReferrers) { context.Response.StatusCode = 404; return; }
        JsonArray entries = [];
        foreach ((string key, (byte[] bytes, string type)) in Manifests.Where(m => m.Key.Contains("sha256:", StringComparison.Ordinal)))
        {
            JsonNode manifest = JsonNode.Parse(bytes)!;
            if ((string?)manifest["subject"]?["digest"] != digest) { continue; }
            entries.Add(new JsonObject { ["mediaType"] = type, ["digest"] = key[(key.LastIndexOf('/') + 1)..], ["size"] = bytes.Length, ["artifactType"] = (string?)manifest["artifactType"] });
        }

        context.Response.ContentType = "application/vnd.oci.image.index.v1+json";
        await context.Response.WriteAsync(new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = "application/vnd.oci.image.index.v1+json", ["manifests"] = entries }.ToJsonString());
    }
}
