using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>
/// <c>MatMul</c> and <c>Gemm</c> of dequantized activations and weights. With a <c>QuantizeLinear</c> behind: all in integers, a bias of floats too, rounded to the
/// product of the scales. Without: integer sums, then floats.
/// </summary>
internal static class QdqProduct
{
    /// <summary>Joins a node with what stands around it, if it can be.</summary>
    public static void Join(GraphEditor graph, OnnxNode node)
    {
        if (node is not { Inputs.Count: >= 2, Outputs.Count: 1 }) { return; }
        NodeAttributes attributes = new(node);
        bool isTransposed = attributes.Flag("transB");
        if (attributes.Flag("transA") || attributes.Float("alpha", 1f) != 1f || attributes.Float("beta", 1f) != 1f) { return; }
        if (DequantizedValue.Behind(graph, node.Inputs[0]) is not { IsWhole: true } a || DequantizedValue.Behind(graph, node.Inputs[1]) is not { } b) { return; }
        if (graph.Constant(b.Integers) is not { Shape: [long rows, long columns] } weights || weights.ElementType != b.Type) { return; }
        int columnAxis = isTransposed ? 0 : 1;
        if (isTransposed) { columns = rows; }
        if (!b.IsWhole && (b.Scales.Length != columns || (b.Axis + 2) % 2 != columnAxis)) { return; }

        List<OnnxNode> old = [node];
        string bias = node.OpType == "MatMul" ? graph.TakeBias(old, columns) : node.Inputs.Count > 2 ? node.Inputs[2] : string.Empty;
        float[] scales = [.. Enumerable.Range(0, (int)columns).Select(i => a.Scales[0] * b.Scales[b.IsWhole ? 0 : i])];
        if (!TryFindBias(graph, bias, scales, out int[]? integers)) { return; }
        OnnxAttribute[] transB = isTransposed ? [OnnxAttribute.Int("transB", 1)] : [];
        string[] left = [a.Integers, a.Scale, a.ZeroPoint, b.Integers, b.Scale, b.ZeroPoint];
        OnnxNode joined;
        if (graph.TakeQuantize(old) is { } y)
        {
            string added = integers is null ? string.Empty : graph.AddConstant(Integers(node.Name + "_bias_int32", integers));
            joined = integers is null && !isTransposed
                ? new OnnxNode("QLinearMatMul", [.. left, y.Scale, y.ZeroPoint], old[^1].Outputs)
                : new OnnxNode("QGemm", [.. left, added, y.Scale, y.ZeroPoint], old[^1].Outputs) { Domain = "com.microsoft", Attributes = transB };
        }
        else
        {
            OnnxAttribute relu = OnnxAttribute.Int(Int8ProductOperators.Relu, graph.Take(old, "Relu") ? 1 : 0);
            joined = bias.Length > 0 && graph.Constant(bias) is null
                ? new OnnxNode("QGemm", [.. left, graph.AddConstant(Integers(node.Name + "_bias_int32", integers!))], old[^1].Outputs) { Domain = FusedDomain.Name, Attributes = [relu, .. transB] }
                : new OnnxNode("MatMulIntegerToFloat", [a.Integers, b.Integers, a.Scale, b.Scale, a.ZeroPoint, b.ZeroPoint, bias], old[^1].Outputs) { Domain = FusedDomain.Name, Attributes = [relu, .. transB] };
        }

        graph.Replace([.. old], joined with { Name = node.Name });
    }

    /// <summary>Finds a bias in units of the sums: the integers of a <c>DequantizeLinear</c>, or constant floats rounded. Whether it could.</summary>
    public static bool TryFindBias(GraphEditor graph, string bias, float[] scales, out int[]? integers)
    {
        integers = null;
        if (bias.Length == 0) { return true; }
        if (graph.Constant(bias) is { ElementType: OnnxElementType.Float } constant)
        {
            ReadOnlySpan<float> values = constant.Span<float>();
            if (values.Length != scales.Length || constant.Shape[^1] != scales.Length) { return false; }
            integers = new int[scales.Length];
            for (int i = 0; i < integers.Length; i++) { integers[i] = (int)Math.Clamp(Math.Round((double)(values[i] / scales[i]), MidpointRounding.ToEven), int.MinValue, int.MaxValue); }
            return true;
        }

        if (graph.Producer(bias) is not { OpType: "DequantizeLinear" } node || graph.Constant(node.Inputs[0]) is not { ElementType: OnnxElementType.Int32 } quantized ||
            graph.Constant(node.Inputs[1]) is not { ElementType: OnnxElementType.Float } scale || (node.Inputs.Count > 2 && node.Inputs[2].Length > 0 && !IsZero(graph.Constant(node.Inputs[2])))) { return false; }
        integers = quantized.Span<int>().ToArray();
        float[] told = scale.Span<float>().ToArray();
        return integers.Length == scales.Length && (told.Length == 1 || told.Length == scales.Length)
            && !scales.Where((s, i) => MathF.Abs(told[told.Length == 1 ? 0 : i] - s) > 1e-5f * s).Any();
    }

    /// <summary>A constant of integers.</summary>
    public static OnnxTensor Integers(string name, int[] values) => new(name, OnnxElementType.Int32, [values.Length], MemoryMarshal.AsBytes<int>(values).ToArray());

    private static bool IsZero(OnnxTensor? tensor) => tensor?.RawData.Span.IndexOfAnyExcept((byte)0) < 0;
}
