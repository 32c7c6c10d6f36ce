using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Models;
using ModelOps.Benchmarks.Serving;
using ModelOps.Onnx;
using ModelOps.Onnx.Execution;

namespace ModelOps.Benchmarks.Dense;

/// <summary>Linear models and small networks in the managed engine against ONNX Runtime.</summary>
internal sealed class DenseTopic : ITopic
{
    public string Name => "dense";

    public string Question => "How fast are linear models and small networks without ONNX Runtime?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        foreach ((BenchmarkModel model, double times) in ((BenchmarkModel, double)[])
            [(BenchmarkModel.ScaledLinear, 50), (BenchmarkModel.SmallMlp, 10), (BenchmarkModel.WideMlp, 1.6), (BenchmarkModel.Lstm, 1.5)])
        {
            foreach (Comparison comparison in OneRow(model, times)) { yield return comparison; }
            await Task.CompletedTask;
        }
    }

    private static IEnumerable<Comparison> OneRow(BenchmarkModel model, double times)
    {
        using RawOnnxRuntime peer = new(model);
        SimdModel engine = SimdModel.Compile(OnnxModelReader.Read(model.Bytes));
        float[] row = model.Input();
        float[] output = new float[model.OutputColumns];
        engine.Run(row, output);
        peer.Run();
        Answers.CheckClose(model.Name, output, peer.Output);
        Contender ours = Contender.Of("SimdModel", () => engine.Run(row, output));
        yield return new Comparison
        {
            Name = $"{model.Name}, 1 row, against raw Run",
            Ours = ours,
            Peer = Contender.Of("raw Run", peer.Run),
            Clock = SampleClock.Cpu,
            Bars = [Bar.BytesAtMost(0), Bar.FasterBy(times)],
            WhyBelow = "The larger the weights, the more both sides wait for memory.",
        };
        yield return new Comparison
        {
            Name = $"{model.Name}, 1 row, against raw IoBinding",
            Ours = ours,
            Peer = Contender.Of("raw IoBinding", peer.RunBound),
            Clock = SampleClock.Cpu,
            Bars = [Bar.BytesAtMost(0)],
        };
    }
}
