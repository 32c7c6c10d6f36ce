using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Benchmarks.Models;
using ModelOps.Serving;

namespace ModelOps.Benchmarks.Registry.Swaps;

/// <summary>A host that serves what an alias points at, with a caller who calls every millisecond, or without pause.</summary>
internal sealed class SwapHost : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly IHost _host;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<(string Version, long At)> _first = Channel.CreateUnbounded<(string Version, long At)>();
    private readonly Task _calling;

    private readonly bool _isBusy;

    private SwapHost(IHost host, BenchmarkModel model, bool isBusy)
    {
        _host = host;
        _isBusy = isBusy;
        _calling = Task.Factory.StartNew(() => Call(model), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public IModelRegistry Registry => _host.Services.GetRequiredService<IModelRegistry>();

    /// <summary>Starts a host and waits until it answers.</summary>
    /// <param name="addRegistry">Adds the registry, whose alias points at a version already.</param>
    /// <param name="model">Any version of the model.</param>
    /// <param name="isBusy">Whether the caller never pauses, which keeps a core busy.</param>
    public static async Task<SwapHost> StartAsync(Action<IModelOpsBuilder> addRegistry, BenchmarkModel model, bool isBusy)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        IModelOpsBuilder modelOps = builder.Services.AddModelOps();
        addRegistry(modelOps);
        modelOps.AddServing(static serving => serving.Models.Add(new HostedModelOptions { Name = IMover.Model }));
        IHost host = builder.Build();
        await host.StartAsync();
        IModelHost models = host.Services.GetRequiredService<IModelHost>();
        long start = Stopwatch.GetTimestamp();
        while (!models.IsReady)
        {
            if (Stopwatch.GetElapsedTime(start) > s_patience) { throw new TimeoutException("The model was not loaded."); }
            await Task.Delay(10);
        }

        return new SwapHost(host, model, isBusy);
    }

    /// <summary>When the first answer of a version came. Answers of others that came before are forgotten.</summary>
    public async Task<long> FirstAnswerAsync(string version)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(s_patience);
        while (true)
        {
            (string answered, long at) = await _first.Reader.ReadAsync(patience.Token);
            if (answered == version) { return at; }
        }
    }

    /// <summary>Stops; throws what any call threw.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _calling;
        await _host.StopAsync();
        _host.Dispose();
        _stop.Dispose();
    }

    private void Call(BenchmarkModel model)
    {
        IInferenceClient client = _host.Services.GetRequiredService<IInferenceClient>();
        using InferenceRequest request = new(ModelReference.ToAlias(IMover.Model, IMover.Alias));
        model.Input().CopyTo(request.Inputs.Add("x", TensorDataType.Float32, model.InputShape(1)).AsSpan<float>());
        using InferenceResponse response = new();
        string last = string.Empty;
        float lastAnswer = float.NaN;
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (!_isBusy) { _stop.Token.WaitHandle.WaitOne(1); }
                client.InferAsync(request, response).AsTask().GetAwaiter().GetResult();
                float answer = response.Outputs["y"].AsSpan<float>()[0];
                if (response.ModelVersion == last) { continue; }
                if (answer.Equals(lastAnswer)) { throw new InvalidOperationException("Two versions answer alike: the row would mean nothing."); }
                (last, lastAnswer) = (response.ModelVersion, answer);
                _first.Writer.TryWrite((last, Stopwatch.GetTimestamp()));
            }
        }
        catch (Exception error)
        {
            _first.Writer.Complete(error);
            throw;
        }
    }
}
