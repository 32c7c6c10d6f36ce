using BenchmarkDotNet.Attributes;
using ModelOps.Benchmarks.Models;
using ModelOps.Benchmarks.Serving;

namespace ModelOps.Benchmarks.DeepDives;

/// <summary>What a call through the pipeline costs and allocates beside raw calls of the runtime.</summary>
[MemoryDiagnoser]
public class InProcessCallBenchmarks
{
    private InProcessServing _serving = null!;
    private RawOnnxRuntime _raw = null!;

    /// <summary>Which of the models.</summary>
    [Params("tiny-add", "mlp-32-64-64-1")]
    public string Model { get; set; } = "";

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        BenchmarkModel model = Model == BenchmarkModel.Tiny.Name ? BenchmarkModel.Tiny : BenchmarkModel.SmallMlp;
        _raw = new RawOnnxRuntime(model);
        _serving = await InProcessServing.StartAsync(model);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _serving.DisposeAsync();
        _raw.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void RawRun() => _raw.Run();

    [Benchmark]
    public void RawIoBinding() => _raw.RunBound();

    [Benchmark]
    public ValueTask InferAsync() => _serving.InferAsync();
}
