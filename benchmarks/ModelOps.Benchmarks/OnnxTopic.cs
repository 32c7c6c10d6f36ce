using ModelOps.Benchmarks.Auto;
using ModelOps.Benchmarks.Dense;
using ModelOps.Benchmarks.Forests;
using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Quantized;

namespace ModelOps.Benchmarks;

/// <summary>Everything that ModelOps.Onnx does instead of ONNX Runtime, group after group.</summary>
internal sealed class OnnxTopic : ITopic
{
    /// <summary>The groups, which can also be asked for on their own.</summary>
    public static IReadOnlyList<ITopic> Groups { get; } = [new ForestTopic(), new DenseTopic(), new QuantizedTopic(), new AutoTopic()];

    public string Name => "onnx";

    public string Question => "How fast is the managed engine beside ONNX Runtime?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        foreach (ITopic group in Groups)
        {
            await foreach (Comparison comparison in group.CompareAsync()) { yield return comparison; }
        }
    }
}
