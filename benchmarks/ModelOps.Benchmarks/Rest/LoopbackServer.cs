using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ModelOps.Benchmarks.Rest;

/// <summary>Kestrel on a free loopback port of this process, with logging off: both sides of a comparison stand on it.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LoopbackServer(WebApplication application) => _application = application;

    /// <summary>Services of the server.</summary>
    public IServiceProvider Services => _application.Services;

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => new(IPAddress.Loopback, new Uri(_application.Urls.Single()).Port);

    public static async Task<LoopbackServer> StartAsync(Action<IServiceCollection> addServices, Action<WebApplication> mapEndpoints)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        addServices(builder.Services);
        WebApplication application = builder.Build();
        mapEndpoints(application);
        await application.StartAsync();
        return new LoopbackServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
