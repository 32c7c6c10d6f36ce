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
        [new OnnxNode("Add", ["x", "one"], ["y"])], [OnnxTensor.Floats("one", [1], [1f])], [4], 4), 4, 4);

    /// <summary>The small model of the bars: a perceptron 32-64-64-1 with ReLU.</summary>
    public static BenchmarkModel SmallMlp { get; } = Mlp("mlp-32-64-64-1", [32, 64, 64, 1]);

    /// <summary>A perceptron 128-256-256-10 with ReLU.</summary>
    public static BenchmarkModel WideMlp { get; } = Mlp("mlp-128-256-256-10", [128, 256, 256, 10]);

    /// <summary>A perceptron 256-4096-4096-8 with ReLU, whose runs take long enough to queue for.</summary>
    public static BenchmarkModel LargeMlp { get; } = Mlp("mlp-256-4096-4096-8", [256, 4096, 4096, 8]);

    /// <summary>Thirty features scaled, then a linear regression.</summary>
    public static BenchmarkModel ScaledLinear { get; } = CreateScaledLinear(30);

    /// <summary>A forecaster: 24 steps of 8 floats through an LSTM of 32 hidden units, its last state through a linear head.</summary>
    public static BenchmarkModel Lstm { get; } = CreateLstm(steps: 24, inputs: 8, hidden: 32);

    /// <summary>Shape of an input row. Default: its columns.</summary>
    public IReadOnlyList<long> RowShape { get; private init; } = [InputColumns];

    /// <summary>Shape of some input rows.</summary>
    public long[] InputShape(int rows) => [rows, .. RowShape];

    /// <summary>Input rows, the same each time.</summary>
    public float[] Input(int rows = 1) => Values(new Random(7), rows * InputColumns, 1f);

    /// <summary>A perceptron with ReLU; those of two seeds differ in all their numbers.</summary>
    public static BenchmarkModel Mlp(string name, int[] widths, int seed = 11)
    {
        Random random = new(seed);
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

        return new BenchmarkModel(name, Write(nodes, weights, [widths[0]], widths[^1]), widths[0], widths[^1]);
    }

    private static BenchmarkModel CreateScaledLinear(int columns)
    {
        Random random = new(12);
        OnnxNode scaler = new("Scaler", ["x"], ["scaled"])
        {
            Domain = "ai.onnx.ml",
            Attributes = [OnnxAttribute.Floats("offset", Values(random, columns, 1f)), OnnxAttribute.Floats("scale", Values(random, columns, 1f))],
        };
        OnnxNode linear = new("LinearRegressor", ["scaled"], ["y"])
        {
            Domain = "ai.onnx.ml",
            Attributes = [OnnxAttribute.Floats("coefficients", Values(random, columns, 1f)), OnnxAttribute.Floats("intercepts", [0.5f])],
        };
        return new BenchmarkModel("scaler-linear-30", Write([scaler, linear], [], [columns], 1), columns, 1);
    }

    private static BenchmarkModel CreateLstm(int steps, int inputs, int hidden)
    {
        Random random = new(13);
        float scale = 1f / MathF.Sqrt(hidden);
        OnnxTensor[] weights =
        [
            OnnxTensor.Floats("w", [1, 4 * hidden, inputs], Values(random, 4 * hidden * inputs, scale)),
            OnnxTensor.Floats("r", [1, 4 * hidden, hidden], Values(random, 4 * hidden * hidden, scale)),
            OnnxTensor.Floats("b", [1, 8 * hidden], Values(random, 8 * hidden, scale)),
            OnnxTensor.Int64s("first", [1], [0]),
            OnnxTensor.Floats("head", [hidden, 1], Values(random, hidden, scale)),
            OnnxTensor.Floats("bias", [1], [0.5f]),
        ];
        OnnxNode[] nodes =
        [
            new("Transpose", ["x"], ["sequence"]) { Attributes = [OnnxAttribute.Ints("perm", [1, 0, 2])] },
            new("LSTM", ["sequence", "w", "r", "b"], ["", "states"]) { Attributes = [OnnxAttribute.Int("hidden_size", hidden)] },
            new("Squeeze", ["states", "first"], ["state"]),
            new("Gemm", ["state", "head", "bias"], ["y"]),
        ];
        return new BenchmarkModel("lstm-24-8-32", Write(nodes, weights, [steps, inputs], 1), steps * inputs, 1) { RowShape = [steps, inputs] };
    }

    private static float[] Values(Random random, int count, float scale)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) { values[i] = ((random.NextSingle() * 2f) - 1f) * scale; }
        return values;
    }

    private static byte[] Write(IReadOnlyList<OnnxNode> nodes, IReadOnlyList<OnnxTensor> constants, long[] row, int outputColumns) =>
        OnnxModelWriter.Write(new OnnxModel
        {
            Graph = new OnnxGraph
            {
                Nodes = nodes,
                Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, .. row])],
                Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, outputColumns])],
                Initializers = constants,
            },
            OperatorSets = new Dictionary<string, long> { [""] = 13, ["ai.onnx.ml"] = 1 },
        });
}
