using Microsoft.Extensions.DependencyInjection;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Fakes;

/// <summary>A service provider with serving added and no generic host around it, and a folder for model files.</summary>
internal sealed class TestHost : IDisposable
{
    private readonly ServiceProvider _services;

    public TestHost(Action<IModelOpsBuilder>? configure = null)
    {
        ServiceCollection services = new();
        IModelOpsBuilder builder = services.AddModelOps();
        configure?.Invoke(builder);
        builder.AddServing();
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public TemporaryFolder Folder { get; } = new();

    public IServiceProvider Services => _services;

    public IInferenceClient Client => _services.GetRequiredService<IInferenceClient>();

    public ModelHost Host => _services.GetRequiredService<ModelHost>();

    public Task AddFileAsync(string name, byte[] model, string version = "1.0.0") =>
        Host.AddAsync(new HostedModelOptions { Name = name, File = Folder.Write($"{name}-{version}.onnx", model), FileVersion = version });

    public void Dispose()
    {
        _services.Dispose();
        Folder.Dispose();
    }
}
