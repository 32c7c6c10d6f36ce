using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.AspNetCore.Tests.Fakes;

/// <summary>An app with the endpoints mapped over <see cref="FakeModels"/>, in memory or on a free loopback port.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestHost(WebApplication app, HttpClient client)
    {
        _app = app;
        Client = client;
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public RecordedLogs Logs => _app.Services.GetRequiredService<RecordedLogs>();

    public Uri Address => new(_app.Urls.First());

    public static async Task<TestHost> StartAsync(
        FakeModels? models, bool kestrel = false, int? maxBodyBytes = null, string prefix = "", Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        RecordedLogs logs = new();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.Services.AddSingleton(logs);
        if (models is not null) { builder.Services.AddSingleton<IInferenceClient>(models).AddSingleton<IModelHost>(models); }
        if (maxBodyBytes is { } bytes) { builder.Services.Configure<ModelOpsEndpointOptions>(o => o.MaxRequestBodyBytes = bytes); }
        configure?.Invoke(builder);
        if (kestrel) { builder.WebHost.UseUrls("http://127.0.0.1:0"); }
        else { builder.WebHost.UseTestServer(); }

        WebApplication app = builder.Build();
        app.MapModelOps(prefix);
        map?.Invoke(app);
        await app.StartAsync();
        return new TestHost(app, kestrel ? new HttpClient { BaseAddress = new Uri(app.Urls.First()) } : app.GetTestClient());
    }

    public Task<HttpResponseMessage> InferAsync(string model, string json, string? contentType = "application/json") =>
        PostAsync($"/v2/models/{model}/infer", Encoding.UTF8.GetBytes(json), contentType);

    public Task<HttpResponseMessage> InferBinaryAsync(string model, string json, params byte[][] tensors)
    {
        byte[] head = Encoding.UTF8.GetBytes(json);
        return PostAsync($"/v2/models/{model}/infer", [.. head, .. tensors.SelectMany(t => t)], "application/octet-stream", head.Length.ToString());
    }

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? contentType, string? jsonLength = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null) { request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType); }
        if (jsonLength is not null) { request.Headers.TryAddWithoutValidation("Inference-Header-Content-Length", jsonLength); }
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
