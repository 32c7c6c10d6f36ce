using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Serving;
using ModelOps.TestSupport;

namespace ModelOps.Generators.Tests.Predictors;

/// <summary>A host that serves model files in process.</summary>
internal sealed class PredictorHost : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IHost _host;

    public PredictorHost(Action<IModelOpsBuilder> build)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        build(builder.Services.AddModelOps().AddServing());
        _host = builder.Build();
    }

    public IHost Root => _host;

    public Task AddAsync(string name, byte[] model) =>
        _host.Services.GetRequiredService<IModelHost>().AddAsync(new HostedModelOptions { Name = name, File = _folder.Write($"{name}{Guid.NewGuid():N}.onnx", model) });

    public IPredictor<TIn, TOut> Get<TIn, TOut>(string? key = null) => key is null
        ? _host.Services.GetRequiredService<IPredictor<TIn, TOut>>()
        : _host.Services.GetRequiredKeyedService<IPredictor<TIn, TOut>>(key);

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }
}
