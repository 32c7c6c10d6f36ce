using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Registry.AspNetCore.Tests.Events;

/// <summary>An app with a registry of its own whose log is mapped.</summary>
internal sealed class EventApp : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private EventApp(WebApplication app, TemporaryFolder folder)
    {
        _app = app;
        _folder = folder;
        Registry = app.Services.GetRequiredService<IModelRegistry>();
        Client = app.GetTestClient();
        Client.DefaultRequestHeaders.Add("X-User", "ann");
    }

    public IModelRegistry Registry { get; }

    public HttpClient Client { get; }

    public FakeTimeProvider Time { get; private init; } = null!;

    public static async Task<EventApp> StartAsync(int maxStreams = 10)
    {
        TemporaryFolder folder = new();
        FakeTimeProvider time = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration["ModelOps:Registry:Events:MaxStreams"] = maxStreams.ToString(System.Globalization.CultureInfo.InvariantCulture);
        builder.Services.AddAuthentication(NamedUser.SchemeName).AddScheme<AuthenticationSchemeOptions, NamedUser>(NamedUser.SchemeName, null);
        builder.Services.AddAuthorization();
        builder.Services.AddModelOps().AddRegistry(options => options.Path = folder.Path);
        builder.Services.AddSingleton<TimeProvider>(time);
        WebApplication app = builder.Build();
        app.MapRegistryEvents();
        await app.StartAsync();
        return new EventApp(app, folder) { Time = time };
    }

    /// <summary>Registers one more version, which is one event.</summary>
    public Task<ModelVersion> RegisterAsync(string model) => Registry.RegisterAsync(new ModelRegistration
    {
        Model = model,
        Format = "onnx",
        Files = [ModelFile.FromBytes("model.onnx", Guid.NewGuid().ToByteArray())],
    });

    /// <summary>Opens the stream.</summary>
    public async Task<StreamReader> OpenAsync(string query = "", string? lastEventId = null)
    {
        HttpRequestMessage request = new(HttpMethod.Get, $"/registry/events{query}");
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null) { request.Headers.Add("Last-Event-ID", lastEventId); }
        HttpResponseMessage response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Stops the host, as a deployment does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
