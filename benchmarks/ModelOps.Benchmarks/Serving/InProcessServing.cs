using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Benchmarks.Models;
using ModelOps.Serving;

namespace ModelOps.Benchmarks.Serving;

/// <summary>Our side of in-process calls: the client that <c>AddModelOps().AddServing()</c> gives, with a request and a response that are reused.</summary>
internal sealed class InProcessServing : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly SavedModel _file;
    private readonly IInferenceClient _client;
    private readonly InferenceRequest _request;
    private readonly InferenceResponse _response = new();

    private InProcessServing(IHost host, SavedModel file, BenchmarkModel model)
    {
        _host = host;
        _file = file;
        _client = host.Services.GetRequiredService<IInferenceClient>();
        _request = new InferenceRequest(ModelReference.ToModel(model.Name));
        model.Input().CopyTo(_request.Inputs.Add("x", TensorDataType.Float32, [1, model.InputColumns]).AsSpan<float>());
    }

    /// <summary>The last answer.</summary>
    public ReadOnlySpan<float> Output => _response.Outputs["y"].AsSpan<float>();

    public static async Task<InProcessServing> StartAsync(BenchmarkModel model)
    {
        SavedModel file = new(model);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddModelOps().AddServing();
        IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IModelHost>().AddAsync(new HostedModelOptions { Name = model.Name, File = file.Path });
        return new InProcessServing(host, file, model);
    }

    /// <summary>One call through the whole pipeline.</summary>
    public ValueTask InferAsync() => _client.InferAsync(_request, _response);

    /// <summary>Calls one after another.</summary>
    public async ValueTask InferAsync(int calls)
    {
        for (int i = 0; i < calls; i++) { await InferAsync(); }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _request.Dispose();
        _response.Dispose();
        _file.Dispose();
    }
}
