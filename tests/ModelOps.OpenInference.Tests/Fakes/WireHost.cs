using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.Serving;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.OpenInference.Tests.Fakes;

/// <summary>A real server on two free ports of this machine: REST over HTTP/1.1 and gRPC over HTTP/2 without TLS.</summary>
internal sealed class WireHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;

    private WireHost(WebApplication app)
    {
        _app = app;
        string[] addresses = [.. app.Urls];
        RestAddress = new Uri(addresses[0]);
        GrpcAddress = new Uri(addresses[1]);
        _channel = GrpcChannel.ForAddress(GrpcAddress, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        Calls = _channel.CreateCallInvoker();
    }

    public Uri RestAddress { get; }

    public Uri GrpcAddress { get; }

    public CallInvoker Calls { get; }

    public IServiceProvider Services => _app.Services;

    public RecordedLogs Logs => Services.GetRequiredService<RecordedLogs>();

    public static Task<WireHost> StartAsync(FakeModels models, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null) =>
        StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<IInferenceClient>(models).AddSingleton<IModelHost>(models);
                builder.Services.AddModelOps().AddGrpcEndpoints();
                configure?.Invoke(builder);
            },
            map);

    public static async Task<WireHost> StartAsync(Action<WebApplicationBuilder> configure, Action<WebApplication>? map = null, int restPort = 0, int grpcPort = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        RecordedLogs logs = new();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.Services.AddSingleton(logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, restPort);
            kestrel.Listen(IPAddress.Loopback, grpcPort, static o => o.Protocols = HttpProtocols.Http2);
        });
        configure(builder);
        WebApplication app = builder.Build();
        app.MapModelOps();
        app.MapModelOpsGrpc();
        app.MapModelOpsGrpcHealth();
        map?.Invoke(app);
        await app.StartAsync();
        return new WireHost(app);
    }

    /// <summary>Waits until every required model answers.</summary>
    public async Task ReadyAsync()
    {
        IModelHost models = Services.GetRequiredService<IModelHost>();
        for (int i = 0; !models.IsReady; i++)
        {
            Assert.True(i < 3000, string.Join('\n', models.Models.Select(static m => $"{m.Name} {m.State} {m.Reason}")));
            await Task.Delay(10);
        }
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
