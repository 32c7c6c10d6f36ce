using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Benchmarks.Models;
using ModelOps.Serving;
using ModelOps.Serving.Batching;

namespace ModelOps.Benchmarks.Batching;

/// <summary>Callers that each wait for an answer of one row before they ask again, on the client that <c>AddModelOps().AddServing()</c> gives.</summary>
internal sealed class ClosedLoop : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly SavedModel _file;
    private readonly InferenceRequest[] _requests;
    private readonly InferenceResponse[] _responses;

    private ClosedLoop(IHost host, SavedModel file, BenchmarkModel model, int callers)
    {
        _host = host;
        _file = file;
        Client = host.Services.GetRequiredService<IInferenceClient>();
        _requests = [.. Enumerable.Range(0, callers).Select(_ => CreateRequest(model))];
        _responses = [.. _requests.Select(static _ => new InferenceResponse())];
    }

    public IInferenceClient Client { get; }

    /// <summary>The answer of a caller.</summary>
    public float[] AnswerOf(int caller) => _responses[caller].Outputs["y"].AsSpan<float>().ToArray();

    public static async Task<ClosedLoop> StartAsync(BenchmarkModel model, int callers, BatchingMode mode, int lanes = 0)
    {
        SavedModel file = new(model);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddModelOps().AddServing(static serving => serving.Runtime = "onnxruntime");
        IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IModelHost>().AddAsync(new HostedModelOptions
        {
            Name = model.Name,
            File = file.Path,
            Batching = new BatchingOptions { Mode = mode, Lanes = lanes },
        });
        return new ClosedLoop(host, file, model, callers);
    }

    public static InferenceRequest CreateRequest(BenchmarkModel model)
    {
        InferenceRequest request = new(ModelReference.ToModel(model.Name));
        model.Input(1).CopyTo(request.Inputs.Add("x", TensorDataType.Float32, model.InputShape(1)).AsSpan<float>());
        return request;
    }

    /// <summary>What the model's metadata says of a property.</summary>
    public async Task<string?> DescribeAsync(string property) =>
        (await Client.GetMetadataAsync(_requests[0].Model)).Properties.GetValueOrDefault(property);

    /// <summary>What the version has done.</summary>
    public ModelStatistics ReadStatistics() => _host.Services.GetRequiredService<IModelHost>().GetStatistics()[0];

    /// <summary>So many calls in all, the same number by each caller.</summary>
    public async ValueTask CallAsync(int calls)
    {
        int each = (calls + _requests.Length - 1) / _requests.Length;
        await Task.WhenAll(Enumerable.Range(0, _requests.Length).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < each; i++) { await Client.InferAsync(_requests[caller], _responses[caller]); }
        })));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        foreach (InferenceRequest request in _requests) { request.Dispose(); }
        foreach (InferenceResponse response in _responses) { response.Dispose(); }
        _file.Dispose();
    }
}
