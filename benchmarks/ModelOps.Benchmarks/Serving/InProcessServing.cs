using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Benchmarks.Models;
using ModelOps.Serving;

namespace ModelOps.Benchmarks.Serving;

/// <summary>Our side of in-process calls: the client that <c>AddModelOps().AddServing()</c> gives, with a request and a response that are reused.</summary>
internal sealed class InProcessServing : IAsyncDisposable
{
    private const string Tenant = "gold";
    private readonly IHost _host;
    private readonly SavedModel _file;
    private readonly IInferenceClient _client;
    private readonly InferenceRequest _request;
    private readonly InferenceResponse _response = new();

    private InProcessServing(IHost host, SavedModel file, BenchmarkModel model, int rows)
    {
        _host = host;
        _file = file;
        _client = host.Services.GetRequiredService<IInferenceClient>();
        _request = new InferenceRequest(ModelReference.ToModel(model.Name));
        model.Input(rows).CopyTo(_request.Inputs.Add("x", TensorDataType.Float32, model.InputShape(rows)).AsSpan<float>());
    }

    /// <summary>The last answer.</summary>
    public ReadOnlySpan<float> Output => _response.Outputs["y"].AsSpan<float>();

    /// <summary>Starts a host with a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="runtime">Runtime that serves it. Default that of the peer, so that the pipeline alone makes the difference.</param>
    /// <param name="rows">Rows of a call.</param>
    /// <param name="isBusy">Whether a routing rule applies to each call and an observer sees it, as in production.</param>
    public static async Task<InProcessServing> StartAsync(BenchmarkModel model, string runtime = "onnxruntime", int rows = 1, bool isBusy = false)
    {
        SavedModel file = new(model);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddModelOps().AddServing(serving => serving.Runtime = runtime);
        if (isBusy)
        {
            builder.Services.AddSingleton<IInferenceObserver, CountingObserver>();
            builder.Services.Configure<TrafficOptions>(traffic => traffic.Policies.Add(new TrafficPolicy
            {
                Model = model.Name,
                Rules = [new TrafficRule { Name = "gold", Tenant = Tenant, Version = "1.0.0" }],
            }));
        }

        IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IModelHost>().AddAsync(new HostedModelOptions { Name = model.Name, File = file.Path });
        InProcessServing serving = new(host, file, model, rows);
        if (isBusy) { serving._request.Context.Tenant = Tenant; }
        return serving;
    }

    /// <summary>Calls that the observer has seen.</summary>
    public long Observed => _host.Services.GetServices<IInferenceObserver>().OfType<CountingObserver>().Single().Calls;

    /// <summary>What <c>auto</c> chose; null for another runtime.</summary>
    public async Task<string?> FindChoiceAsync() =>
        (await _client.GetMetadataAsync(_request.Model)).Properties.GetValueOrDefault("auto.choice");

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
