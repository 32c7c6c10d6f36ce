using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Fakes;

/// <summary>A service provider with serving added, a registry in memory, a clock that stands still, guarded sessions and a folder for model files.</summary>
internal sealed class TestHost : IDisposable
{
    private readonly ServiceProvider _services;

    public TestHost(Action<ServingOptions>? configure = null, Action<IModelOpsBuilder>? build = null)
    {
        ServiceCollection services = new();
        services.AddMetrics().AddLogging().AddFakeLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IModelRegistry>(Registry);
        services.AddSingleton<IModelRuntime>(Runtime);
        services.AddSingleton<IMemoryGauge, NoMemoryGauge>();
        IModelOpsBuilder builder = services.AddModelOps();
        build?.Invoke(builder);
        builder.AddServing(configure);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(50));

    public FakeRegistry Registry { get; } = new();

    public GuardedRuntime Runtime { get; } = new();

    public TemporaryFolder Folder { get; } = new();

    public IServiceProvider Services => _services;

    public IReadOnlyList<FakeLogRecord> Logs => _services.GetFakeLogCollector().GetSnapshot();

    public IInferenceClient Client => _services.GetRequiredService<IInferenceClient>();

    public ModelHost Host => _services.GetRequiredService<ModelHost>();

    /// <summary>Registers <c>y = x + offset</c> once for each offset.</summary>
    public void AddVersions(string model, params float[] offsets)
    {
        foreach (float offset in offsets) { Registry.Add(model, TestModels.Affine(1f, offset, columns: 1)); }
    }

    public Task AddFileAsync(string name, byte[] model, string version = "1.0.0") =>
        Host.AddAsync(new HostedModelOptions { Name = name, File = Folder.Write($"{name}-{version}.onnx", model), FileVersion = version });

    public Task FollowAsync(string name, params string[] aliases)
    {
        HostedModelOptions model = new() { Name = name };
        foreach (string alias in aliases) { model.Aliases.Add(alias); }
        return Host.AddAsync(model);
    }

    /// <summary>Starts what a generic host would start.</summary>
    public async Task StartAsync()
    {
        foreach (IHostedService service in _services.GetServices<IHostedService>()) { await service.StartAsync(default); }
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        foreach (IHostedService service in _services.GetServices<IHostedService>()) { await service.StopAsync(cancellationToken); }
    }

    /// <summary>Calls an affine model with 1 and returns the version that answered and its answer.</summary>
    public async Task<(string Version, float Answer)> CallAsync(string reference, string? routingKey = null)
    {
        using InferenceRequest request = CreateRequest(reference);
        request.Context.RoutingKey = routingKey;
        using InferenceResponse response = await Client.InferAsync(request);
        return (response.ModelVersion, response.Outputs["y"].AsSpan<float>()[0]);
    }

    public static InferenceRequest CreateRequest(string reference)
    {
        InferenceRequest request = new(ModelReference.Parse(reference));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 1], [1f]));
        return request;
    }

    public void Dispose()
    {
        _services.Dispose();
        Registry.Dispose();
        Folder.Dispose();
    }
}
