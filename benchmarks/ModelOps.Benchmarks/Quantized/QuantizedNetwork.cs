using System.Runtime.InteropServices;
using ModelOps.Onnx;

namespace ModelOps.Benchmarks.Quantized;

/// <summary>A multilayer perceptron with ReLU between its layers, quantized to 8 bits: weights signed, a scale for each column; activations unsigned.</summary>
/// <param name="IsDynamic">Whether activations are quantized by the range that they have; else by fixed scales, in the QDQ form.</param>
/// <param name="Widths">Length of the input and of each layer's output.</param>
internal sealed record QuantizedNetwork(bool IsDynamic, params int[] Widths)
{
    private const float ActivationScale = 0.05f;

    public string Name => $"{string.Join('-', Widths)} {(IsDynamic ? "dynamic" : "QDQ")} int8";

    /// <summary>Rows whose features are uniform in -3..3.</summary>
    public float[] Rows(int count)
    {
        Random random = new(5);
        float[] rows = new float[count * Widths[0]];
        for (int i = 0; i < rows.Length; i++) { rows[i] = (random.NextSingle() * 6f) - 3f; }
        return rows;
    }

    /// <summary>The network from <c>x</c> to <c>y</c>.</summary>
    public OnnxModel Model()
    {
        Random random = new(3);
        List<OnnxNode> nodes = [];
        List<OnnxTensor> constants =
            [OnnxTensor.Floats("as", [], [ActivationScale]), new("az", OnnxElementType.UInt8, [], new byte[] { 128 }), new("none", OnnxElementType.UInt8, [], new byte[1])];
        string value = "x";
        for (int layer = 1; layer < Widths.Length; layer++)
        {
            (int depth, int columns) = (Widths[layer - 1], Widths[layer]);
            bool isLast = layer == Widths.Length - 1;
            sbyte[] weights = new sbyte[depth * columns];
            foreach (ref sbyte weight in weights.AsSpan()) { weight = (sbyte)random.Next(-127, 128); }
            float[] scales = [.. Enumerable.Range(0, columns).Select(_ => (random.NextSingle() + 0.5f) / (64f * MathF.Sqrt(depth)))];
            constants.Add(new OnnxTensor($"w{layer}", OnnxElementType.Int8, [depth, columns], MemoryMarshal.AsBytes<sbyte>(weights).ToArray()));
            constants.Add(OnnxTensor.Floats($"ws{layer}", [columns], scales));
            constants.Add(new OnnxTensor($"wz{layer}", OnnxElementType.Int8, [columns], new byte[columns]));
            value = IsDynamic ? Dynamic(nodes, constants, value, layer, isLast, columns, random) : Static(nodes, constants, value, layer, isLast, scales, random);
        }

        nodes.Add(IsDynamic ? new OnnxNode("Identity", [value], ["y"]) : new OnnxNode("DequantizeLinear", [value, "as", "az"], ["y"]));
        return new OnnxModel
        {
            Graph = new OnnxGraph
            {
                Nodes = nodes,
                Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, Widths[0]])],
                Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, Widths[^1]])],
                Initializers = constants,
            },
            OperatorSets = new Dictionary<string, long> { [""] = 13 },
        };
    }

    private static string Dynamic(List<OnnxNode> nodes, List<OnnxTensor> constants, string x, int layer, bool isLast, int columns, Random random)
    {
        constants.Add(OnnxTensor.Floats($"b{layer}", [columns], [.. Enumerable.Range(0, columns).Select(_ => random.NextSingle() - 0.5f)]));
        nodes.AddRange(
        [
            new OnnxNode("DynamicQuantizeLinear", [x], [$"q{layer}", $"s{layer}", $"z{layer}"]),
            new OnnxNode("MatMulInteger", [$"q{layer}", $"w{layer}", $"z{layer}", $"wz{layer}"], [$"i{layer}"]),
            new OnnxNode("Cast", [$"i{layer}"], [$"f{layer}"]) { Attributes = [OnnxAttribute.Int("to", (long)OnnxElementType.Float)] },
            new OnnxNode("Mul", [$"s{layer}", $"ws{layer}"], [$"t{layer}"]),
            new OnnxNode("Mul", [$"f{layer}", $"t{layer}"], [$"m{layer}"]),
            new OnnxNode("Add", [$"m{layer}", $"b{layer}"], [$"a{layer}"]),
        ]);
        if (isLast) { return $"a{layer}"; }
        nodes.Add(new OnnxNode("Relu", [$"a{layer}"], [$"r{layer}"]));
        return $"r{layer}";
    }

    private static string Static(List<OnnxNode> nodes, List<OnnxTensor> constants, string x, int layer, bool isLast, float[] scales, Random random)
    {
        int columns = scales.Length;
        int[] bias = [.. Enumerable.Range(0, columns).Select(_ => random.Next(-2000, 2000))];
        constants.Add(new OnnxTensor($"b{layer}", OnnxElementType.Int32, [columns], MemoryMarshal.AsBytes<int>(bias).ToArray()));
        constants.Add(OnnxTensor.Floats($"bs{layer}", [columns], [.. scales.Select(static s => s * ActivationScale)]));
        string zero = layer == 1 ? "az" : "none";
        if (layer == 1)
        {
            nodes.Add(new OnnxNode("QuantizeLinear", [x, "as", "az"], ["q"]));
            x = "q";
        }

        nodes.AddRange(
        [
            new OnnxNode("DequantizeLinear", [x, "as", zero], [$"d{layer}"]),
            new OnnxNode("DequantizeLinear", [$"w{layer}", $"ws{layer}", $"wz{layer}"], [$"wd{layer}"]) { Attributes = [OnnxAttribute.Int("axis", 1)] },
            new OnnxNode("DequantizeLinear", [$"b{layer}", $"bs{layer}"], [$"bd{layer}"]) { Attributes = [OnnxAttribute.Int("axis", 0)] },
            new OnnxNode("Gemm", [$"d{layer}", $"wd{layer}", $"bd{layer}"], [$"g{layer}"]),
        ]);
        if (!isLast) { nodes.Add(new OnnxNode("Relu", [$"g{layer}"], [$"r{layer}"])); }
        nodes.Add(new OnnxNode("QuantizeLinear", [isLast ? $"g{layer}" : $"r{layer}", "as", isLast ? "az" : "none"], [$"y{layer}"]));
        return $"y{layer}";
    }
}
