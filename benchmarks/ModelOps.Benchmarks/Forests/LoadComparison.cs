using Microsoft.ML.OnnxRuntime;
using ModelOps.Benchmarks.Harness;
using ModelOps.Onnx;
using ModelOps.Onnx.Forests;

namespace ModelOps.Benchmarks.Forests;

/// <summary>From the bytes of a file to the first answer.</summary>
internal static class LoadComparison
{
    public static Comparison Create(BenchmarkForest forest, float[] rows)
    {
        byte[] file = forest.File();
        float[] row = rows[..BenchmarkForest.Features];
        float[] score = new float[1];
        return new Comparison
        {
            Name = $"load of {forest.Name}, file to first answer, against raw Run",
            Ours = Contender.Of("ForestScorer", () =>
            {
                OnnxNode node = OnnxModelReader.Read(file).Graph.Nodes[0];
                new ForestScorer(OnnxForestReader.Read(node, BenchmarkForest.Features)).Score(row, score);
            }),
            Peer = Contender.Of("raw Run", () =>
            {
                using InferenceSession session = OrtForestSession.Load(file);
                using OrtValue input = OrtValue.CreateTensorValueFromMemory(row, [1, BenchmarkForest.Features]);
                using RunOptions options = new();
                using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["y"]);
                score[0] = outputs[0].GetTensorDataAsSpan<float>()[0];
            }),
            Clock = SampleClock.Cpu,
            Bars = [new Bar("1x", static result => $"{1 / result.Ratio.Median:0.0}x", static result => result.Ratio.Median <= 1)],
            WhyBelow = "The managed side sorts thresholds into ranks, once a load; ONNX Runtime does not. Blocks of rows are laid out at their first use.",
        };
    }
}
