namespace ModelOps.Onnx.Tests.Quantization;

/// <summary>Small float nets with random weights.</summary>
internal static class Nets
{
    /// <summary>Gemm, Relu, ..., Gemm; weights as PyTorch exports them, <c>[outputs, inputs]</c>.</summary>
    public static OnnxModel Mlp(int[] widths, int seed = 1, long operatorSet = 17, bool isTransposed = true)
    {
        Random random = new(seed);
        List<OnnxNode> nodes = [];
        List<OnnxTensor> constants = [];
        string value = "x";
        for (int i = 1; i < widths.Length; i++)
        {
            bool isLast = i == widths.Length - 1;
            constants.Add(Floats(random, $"w{i}", isTransposed ? [widths[i], widths[i - 1]] : [widths[i - 1], widths[i]], 1.5 / Math.Sqrt(widths[i - 1])));
            constants.Add(Floats(random, $"b{i}", [widths[i]], 0.2));
            string to = isLast ? "y" : $"h{i}";
            nodes.Add(new OnnxNode("Gemm", [value, $"w{i}", $"b{i}"], [to]) { Name = $"gemm{i}", Attributes = isTransposed ? [OnnxAttribute.Int("transB", 1)] : [] });
            if (isLast) { break; }
            nodes.Add(new OnnxNode("Relu", [to], [$"r{i}"]) { Name = $"relu{i}" });
            value = $"r{i}";
        }

        return Model(nodes, constants, [-1, widths[0]], [-1, widths[^1]], operatorSet);
    }

    /// <summary>Conv, Relu, MaxPool, two branches of Conv joined by Add, Concat, pooling, Flatten, Gemm; each node that static quantization knows.</summary>
    public static OnnxModel Convolutions(int seed = 1)
    {
        Random random = new(seed);
        OnnxAttribute pads = OnnxAttribute.Ints("pads", [1, 1, 1, 1]), kernel = OnnxAttribute.Ints("kernel_shape", [2, 2]), strides = OnnxAttribute.Ints("strides", [2, 2]);
        return Model(
            [
                new OnnxNode("Conv", ["x", "w1", "b1"], ["c1"]) { Name = "conv1", Attributes = [pads] },
                new OnnxNode("Relu", ["c1"], ["r1"]) { Name = "relu1" },
                new OnnxNode("MaxPool", ["r1"], ["p1"]) { Name = "pool1", Attributes = [kernel, strides] },
                new OnnxNode("Conv", ["p1", "w2"], ["c2"]) { Name = "conv2", Attributes = [pads] },
                new OnnxNode("Clip", ["c2", "zero", "six"], ["r2"]) { Name = "clip" },
                new OnnxNode("Add", ["r2", "p1"], ["a"]) { Name = "add" },
                new OnnxNode("Mul", ["a", "gain"], ["m"]) { Name = "mul" },
                new OnnxNode("Sigmoid", ["m"], ["s"]) { Name = "sigmoid" },
                new OnnxNode("LeakyRelu", ["a"], ["l"]) { Name = "leaky", Attributes = [OnnxAttribute.Float("alpha", 0.1f)] },
                new OnnxNode("Concat", ["s", "l"], ["k"]) { Name = "concat", Attributes = [OnnxAttribute.Int("axis", 1)] },
                new OnnxNode("AveragePool", ["k"], ["v"]) { Name = "average", Attributes = [kernel] },
                new OnnxNode("Transpose", ["v"], ["t"]) { Name = "transpose", Attributes = [OnnxAttribute.Ints("perm", [0, 1, 3, 2])] },
                new OnnxNode("GlobalAveragePool", ["t"], ["g"]) { Name = "global" },
                new OnnxNode("Flatten", ["g"], ["f"]) { Name = "flatten" },
                new OnnxNode("Gemm", ["f", "w3", "b3"], ["y"]) { Name = "gemm" },
            ],
            [
                Floats(random, "w1", [8, 3, 3, 3], 0.3), Floats(random, "b1", [8], 0.2), Floats(random, "w2", [8, 8, 3, 3], 0.2), Floats(random, "w3", [16, 4], 0.5), Floats(random, "b3", [4], 0.2),
                OnnxTensor.Floats("zero", [], [0f]), OnnxTensor.Floats("six", [], [6f]), OnnxTensor.Floats("gain", [1], [1.5f]),
            ],
            [-1, 3, 8, 8],
            [-1, 4],
            17);
    }

    /// <summary>MatMul with bias by Add, three dimensions, a product of two activations, softmax.</summary>
    public static OnnxModel Attention(int seed = 1)
    {
        Random random = new(seed);
        return Model(
            [
                new OnnxNode("MatMul", ["x", "wq"], ["q0"]) { Name = "query" },
                new OnnxNode("Add", ["q0", "bq"], ["q"]) { Name = "query bias" },
                new OnnxNode("MatMul", ["x", "wk"], ["k"]) { Name = "key" },
                new OnnxNode("Transpose", ["k"], ["kt"]) { Name = "turn", Attributes = [OnnxAttribute.Ints("perm", [0, 2, 1])] },
                new OnnxNode("MatMul", ["q", "kt"], ["scores"]) { Name = "scores" },
                new OnnxNode("Softmax", ["scores"], ["p"]) { Name = "softmax" },
                new OnnxNode("MatMul", ["p", "x"], ["y"]) { Name = "mix" },
            ],
            [Floats(random, "wq", [16, 16], 0.3), Floats(random, "bq", [16], 0.2), Floats(random, "wk", [16, 16], 0.3)],
            [-1, 5, 16],
            [-1, 5, 16],
            17);
    }

    public static OnnxTensor Floats(Random random, string name, long[] shape, double spread) =>
        OnnxTensor.Floats(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (a, b) => a * b)).Select(_ => (float)(Normal(random) * spread))]);

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static OnnxModel Model(IReadOnlyList<OnnxNode> nodes, IReadOnlyList<OnnxTensor> constants, long[] input, long[] output, long operatorSet) => new()
    {
        Graph = new OnnxGraph
        {
            Nodes = nodes,
            Initializers = constants,
            Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, input)],
            Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, output)],
        },
        OperatorSets = new Dictionary<string, long> { [""] = operatorSet },
    };
}
