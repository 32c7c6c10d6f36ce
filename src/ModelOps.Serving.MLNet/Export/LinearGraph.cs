using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using ModelOps.Onnx;

namespace ModelOps.Serving.MLNet.Export;

/// <summary>Linear models: <c>bias + weights · features</c>.</summary>
internal static class LinearGraph
{
    // The public list of weights does not tell which of its zeros ML.NET skips; see CanRead.
    private static readonly FieldInfo? Weights = typeof(LinearModelParameters).GetField("Weight", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Whether this version of ML.NET tells how it keeps its weights.</summary>
    public static bool CanRead => Weights?.FieldType == typeof(VBuffer<float>);

    public static string Write(GraphBuilder graph, string features, string? output, LinearModelParameters model)
    {
        VBuffer<float> weights = (VBuffer<float>)Weights!.GetValue(model)!;
        if (!weights.IsDense)
        {
            // ML.NET does not look at the other features, so a NaN in one of them must not reach the score.
            long[] used = [.. weights.GetIndices().ToArray().Select(static index => (long)index)];
            string indices = graph.Constant("used", name => OnnxTensor.Int64s(name, [used.Length], used));
            features = graph.Add("Gather", [features, indices], attributes: OnnxAttribute.Int("axis", 1));
        }

        float[] values = weights.GetValues().ToArray();
        string matrix = graph.Constant("weights", name => OnnxTensor.Floats(name, [values.Length, 1], values));
        string bias = graph.Constant("bias", name => OnnxTensor.Floats(name, [1], [model.Bias]));
        return graph.Add("Gemm", [features, matrix, bias], output);
    }
}
