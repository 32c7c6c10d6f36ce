using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.TestServers;

namespace ModelOps.Registry.Tests.Webhooks;

/// <summary>A host of a registry in a folder that tells receivers of this machine.</summary>
internal sealed class WebhookHost : IAsyncDisposable
{
    private readonly IHost _host;

    private WebhookHost(IHost host) => _host = host;

    public IModelRegistry Registry => _host.Services.GetRequiredService<IModelRegistry>();

    public IRegistryWebhooks Webhooks => _host.Services.GetRequiredService<IRegistryWebhooks>();

    public static async Task<WebhookHost> StartAsync(string folder, Action<RegistryWebhookOptions>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddModelOps().AddRegistry(options => options.Path = folder).AddRegistryWebhooks(options =>
        {
            (options.AllowHttp, options.AllowPrivateAddresses) = (true, true);
            (options.RetryDelay, options.PollInterval, options.MaxAttempts) = (TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50), 3);
            configure?.Invoke(options);
        });
        IHost host = builder.Build();
        await host.StartAsync();
        return new WebhookHost(host);
    }

    public Task<RegistryWebhook> HookAsync(HookReceiver receiver, params WebhookTopic[] topics) => Webhooks.CreateAsync(new WebhookRegistration
    {
        Name = "receiver",
        Url = receiver.Url,
        Topics = topics.Length > 0 ? topics : [WebhookTopic.VersionCreated],
        Secret = "s3cret",
    });

    public Task<ModelVersion> RegisterAsync(string model = "demand") => Registry.RegisterAsync(new ModelRegistration
    {
        Model = model,
        Format = "onnx",
        Files = [ModelFile.FromBytes("model.onnx", Guid.NewGuid().ToByteArray())],
    });

    /// <summary>Waits until a receiver has had so many messages.</summary>
    public static async Task HasReceivedAsync(HookReceiver receiver, int count)
    {
        for (int i = 0; receiver.Received.Count < count; i++)
        {
            Assert.True(i < 600, $"after 30 s there are {receiver.Received.Count} messages instead of {count}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
