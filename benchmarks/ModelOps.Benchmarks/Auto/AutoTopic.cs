using ModelOps.Benchmarks.Dense;
using ModelOps.Benchmarks.Forests;
using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Models;
using ModelOps.Benchmarks.Quantized;
using ModelOps.Benchmarks.Serving;
using ModelOps.Onnx;

namespace ModelOps.Benchmarks.Auto;

/// <summary>Many rows through the whole pipeline with the runtime <c>auto</c>, which must choose ONNX Runtime where that is faster.</summary>
internal sealed class AutoTopic : ITopic
{
    private const int Rows = 256;
    private const double Least = 0.95;

    public string Name => "auto";

    public string Question => "Does auto choose well for many rows?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        foreach (BenchmarkModel model in Models())
        {
            using RawOnnxRuntime peer = new(model, Rows);
            await using InProcessServing ours = await InProcessServing.StartAsync(model, "auto", Rows);
            await ours.InferAsync();
            peer.Run();
            Answers.CheckClose(model.Name, ours.Output, peer.Output);
            yield return new Comparison
            {
                Name = $"{model.Name} in auto ({await ours.FindChoiceAsync()}), {Rows} rows, against raw Run",
                Ours = new Contender("InferAsync", ours.InferAsync),
                Peer = Contender.Of("raw Run", peer.Run),
                Clock = SampleClock.Cpu,
                Bars = [Bar.BytesAtMost(0), Bar.FasterBy(Least)],
                WhyBelow = "The pipeline copies tensors in and out, which shows where a model does little for each number.",
            };
        }
    }

    private static IEnumerable<BenchmarkModel> Models() =>
    [
        BenchmarkModel.ScaledLinear, BenchmarkModel.SmallMlp, BenchmarkModel.WideMlp, BenchmarkModel.Lstm,
        Of(new BenchmarkForest(100, 31)), Of(new BenchmarkForest(500, 127)),
        Of(new QuantizedNetwork(true, 32, 64, 64, 1)), Of(new QuantizedNetwork(false, 32, 64, 64, 1)),
        Of(new QuantizedNetwork(true, 128, 256, 256, 10)), Of(new QuantizedNetwork(false, 128, 256, 256, 10)),
    ];

    private static BenchmarkModel Of(BenchmarkForest forest) => new($"forest-{forest.Trees}x{forest.Leaves}", forest.File(), BenchmarkForest.Features, forest.Targets);

    private static BenchmarkModel Of(QuantizedNetwork network) => new($"mlp-{string.Join('-', network.Widths)}-int8-{(network.IsDynamic ? "dynamic" : "qdq")}", OnnxModelWriter.Write(network.Model()), network.Widths[0], network.Widths[^1]);
}
