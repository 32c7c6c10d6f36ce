using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.TestSupport;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

/// <summary>A host that serves an embedded registry under the MLflow API, on a port of this machine.</summary>
internal sealed class MlflowApp : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly WebApplication _app;

    private MlflowApp(TemporaryFolder folder, WebApplication app, HttpClient client)
    {
        _folder = folder;
        _app = app;
        Client = client;
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public IReadOnlyList<Endpoint> Endpoints => [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints)];

    public IModelRegistry Registry => Services.GetRequiredService<IModelRegistry>();

    /// <summary>Starts a host that anyone may use, or one that <paramref name="configure"/> and <paramref name="map"/> say.</summary>
    public static async Task<MlflowApp> StartAsync(Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null)
    {
        TemporaryFolder folder = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseKestrelCore();
        builder.Logging.ClearProviders();
        builder.Services.AddAuthorization();
        builder.Services.AddModelOps().AddRegistry(options => options.Path = folder.Path);
        configure?.Invoke(builder);
        WebApplication app = builder.Build();
        if (map is null) { app.MapMlflowApi().AllowAnonymous(); }
        else { map(app); }
        await app.StartAsync(TestContext.Current.CancellationToken);
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new MlflowApp(folder, app, new HttpClient { BaseAddress = new Uri(address) });
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string? json = null, AuthenticationHeaderValue? authorization = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (json is not null) { request.Content = new StringContent(json, Encoding.UTF8, "application/json"); }
        request.Headers.Authorization = authorization;
        using HttpResponseMessage response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, body.StartsWith('{') ? JsonElement.Parse(body) : default);
    }

    /// <summary>A call that must succeed.</summary>
    public async Task<JsonElement> CallAsync(string method, string path, string? json = null)
    {
        (int status, JsonElement body) = await SendAsync(method, path.StartsWith('/') ? path : $"/api/2.0/mlflow/{path}", json);
        Assert.True(status == 200, $"{method} {path}: {status} {body}");
        Assert.Equal(JsonValueKind.Object, body.ValueKind);
        return body;
    }

    /// <summary>A call that must be refused, with a code.</summary>
    public async Task<string> RefusedAsync(string method, string path, string? json, int expectedStatus, string expectedCode)
    {
        (int status, JsonElement body) = await SendAsync(method, path.StartsWith('/') ? path : $"/api/2.0/mlflow/{path}", json);
        Assert.True(status == expectedStatus, $"{method} {path}: {status} {body}");
        Assert.Equal(expectedCode, body.GetProperty("error_code").GetString());
        return body.GetProperty("message").GetString()!;
    }

    public async Task UploadAsync(string path, byte[] content)
    {
        using ByteArrayContent body = new(content);
        using HttpResponseMessage response = await Client.PutAsync(new Uri($"/api/2.0/mlflow-artifacts/artifacts/{path}", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<byte[]> DownloadAsync(string path) => Client.GetByteArrayAsync(new Uri($"/api/2.0/mlflow-artifacts/artifacts/{path}", UriKind.Relative), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
