using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Dvc;

namespace ModelOps.Registry.Tests.Dvc;

public sealed class HttpDvcRemoteTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, byte[]> _objects = new();
    private readonly ConcurrentQueue<string> _calls = new();
    private WebApplication _app = null!;
    private Func<HttpContext, bool> _intercept = static _ => false;

    private Uri Root => new(_app.Urls.Single() + "/dvc/");

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(HandleAsync);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task Object_Written_IsThereAndReadBack(string method)
    {
        using HttpDvcRemote remote = new(Root, new HttpDvcRemoteOptions { UploadMethod = method, Authorization = static _ => ValueTask.FromResult<string?>("Bearer T") });
        const string key = "files/md5/22/a1.dir";

        Assert.False(await remote.ExistsAsync(key));
        Assert.Null(await remote.OpenReadAsync(key));
        await remote.WriteAsync(key, new MemoryStream([1, 2, 3]));
        await using Stream? read = await remote.OpenReadAsync(key);
        using MemoryStream copy = new();
        await read!.CopyToAsync(copy);

        Assert.True(await remote.ExistsAsync(key));
        Assert.Equal([1, 2, 3], copy.ToArray());
        Assert.Contains($"{method} /dvc/files/md5/22/a1.dir Bearer T", _calls);
    }

    [Theory]
    [InlineData(503, DvcErrorCodes.RemoteUnavailable)]
    [InlineData(429, DvcErrorCodes.RemoteUnavailable)]
    [InlineData(403, DvcErrorCodes.RemoteRefused)]
    [InlineData(302, DvcErrorCodes.RemoteRefused)]
    public async Task Answer_OtherThanExpected_IsTold(int status, string code)
    {
        _intercept = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://169.254.169.254/";
            return true;
        };
        using HttpDvcRemote remote = new(Root);

        Assert.Equal(code, (await Assert.ThrowsAsync<DvcException>(() => remote.ExistsAsync("a"))).Code);
        Assert.Equal(code, (await Assert.ThrowsAsync<DvcException>(() => remote.WriteAsync("a", new MemoryStream()))).Code);
    }

    [Fact]
    public void Remote_CredentialsWithoutTls_IsRefused()
    {
        HttpDvcRemoteOptions options = new() { Authorization = static _ => ValueTask.FromResult<string?>("Bearer T") };

        Assert.Throws<ArgumentException>(() => new HttpDvcRemote(new Uri("http://data.example.com/"), options));
        Assert.Throws<ArgumentException>(() => new HttpDvcRemote(new Uri("ftp://data.example.com/")));
        Assert.Throws<ArgumentException>(() => new HttpDvcRemote(Root, new HttpDvcRemoteOptions { UploadMethod = "DELETE" }));
    }

    [Fact]
    public async Task Key_LeadsOut_IsRefused()
    {
        using HttpDvcRemote remote = new(Root);

        await Assert.ThrowsAsync<ArgumentException>(() => remote.ExistsAsync("../secret"));
    }

    private async Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        _calls.Enqueue($"{context.Request.Method} {path} {context.Request.Headers.Authorization}");
        if (_intercept(context)) { return; }
        if (context.Request.Method is "PUT" or "POST")
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            _objects[path] = body.ToArray();
            return;
        }

        if (!_objects.TryGetValue(path, out byte[]? found)) { context.Response.StatusCode = 404; return; }
        context.Response.ContentLength = found.Length;
        if (context.Request.Method == "GET") { await context.Response.Body.WriteAsync(found); }
    }
}
