using ModelOps.Benchmarks.Forests;
using ModelOps.Benchmarks.Harness;

namespace ModelOps.Benchmarks;

/// <summary>Everything that ModelOps.Onnx does instead of ONNX Runtime, group after group.</summary>
internal sealed class OnnxTopic : ITopic
{
    private static readonly ITopic[] Groups = [new ForestTopic()];

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
