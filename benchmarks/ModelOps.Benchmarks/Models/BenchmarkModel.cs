using ModelOps.Onnx;

namespace ModelOps.Benchmarks.Models;

/// <summary>A model that contenders run: one input <c>x</c>, one output <c>y</c>, rows of floats, any number of rows.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Bytes">The ONNX file.</param>
/// <param name="InputColumns">Floats of an input row.</param>
/// <param name="OutputColumns">Floats of an output row.</param>
internal sealed record BenchmarkModel(string Name, byte[] Bytes, int InputColumns, int OutputColumns)
{
    /// <summary>Nearly no work, so that the cost of a call shows: <c>y = x + 1</c>, 4 columns.</summary>
    public static BenchmarkModel Tiny { get; } = new("tiny-add", Write(
        [new OnnxNode("Add", ["x", "one"], ["y"])], [OnnxTensor.Floats("one", [1], [1f])], 4, 4), 4, 4);

    /// <summary>The small model of the bars: a perceptron 32-64-64-1 with ReLU.</summary>
    public static BenchmarkModel SmallMlp { get; } = Mlp("mlp-32-64-64-1", [32, 64, 64, 1]);

    /// <summary>An input row, the same each time.</summary>
    public float[] Input() => Values(new Random(7), InputColumns, 1f);

    private static BenchmarkModel Mlp(string name, int[] widths)
    {
        Random random = new(11);
        List<OnnxNode> nodes = [];
        List<OnnxTensor> weights = [];
        string from = "x";
        for (int layer = 1; layer < widths.Length; layer++)
        {
            bool isLast = layer == widths.Length - 1;
            (int rows, int columns) = (widths[layer - 1], widths[layer]);
            weights.Add(OnnxTensor.Floats($"w{layer}", [rows, columns], Values(random, rows * columns, 1f / MathF.Sqrt(rows))));
            weights.Add(OnnxTensor.Floats($"b{layer}", [columns], Values(random, columns, 0.1f)));
            string sum = isLast ? "y" : $"sum{layer}";
            nodes.Add(new OnnxNode("Gemm", [from, $"w{layer}", $"b{layer}"], [sum]));
            from = $"relu{layer}";
            if (!isLast) { nodes.Add(new OnnxNode("Relu", [sum], [from])); }
        }

        return new BenchmarkModel(name, Write(nodes, weights, widths[0], widths[^1]), widths[0], widths[^1]);
    }

    private static float[] Values(Random random, int count, float scale)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) { values[i] = ((random.NextSingle() * 2f) - 1f) * scale; }
        return values;
    }

    private static byte[] Write(IReadOnlyList<OnnxNode> nodes, IReadOnlyList<OnnxTensor> constants, int inputColumns, int outputColumns) =>
        OnnxModelWriter.Write(new OnnxModel
        {
            Graph = new OnnxGraph
            {
                Nodes = nodes,
                Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, inputColumns])],
                Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, outputColumns])],
                Initializers = constants,
            },
            OperatorSets = new Dictionary<string, long> { [""] = 13 },
        });
}
