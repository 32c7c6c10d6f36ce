using static ModelOps.Onnx.OnnxAttribute;

namespace ModelOps.Onnx.Tests.Shapes;

/// <summary>Random sound graphs of floats: chains and joins of common operators, shape computations, constants, and parts that a simplifier removes.</summary>
internal sealed class RandomGraph
{
    private readonly Random _random;
    private readonly long _opset;
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _constants = [];
    private readonly List<(string Name, long[] Shape)> _values = [];
    private int _names;

    private RandomGraph(int seed, long opset)
    {
        _random = new Random(seed);
        _opset = opset;
    }

    /// <summary>A graph with the input <c>x</c> of floats [4, 6] and the outputs <c>y</c> and, sometimes, <c>z</c>.</summary>
    /// <param name="seed">Which one.</param>
    /// <param name="opset">Version of <c>ai.onnx</c>, 9 to 23.</param>
    /// <param name="symbolic">Whether the input's first dimension has a name instead of its size.</param>
    public static OnnxModel Make(int seed, long opset, bool symbolic)
    {
        RandomGraph graph = new(seed, opset);
        graph._values.Add(("x", [4, 6]));
        int steps = graph._random.Next(3, 14);
        for (int i = 0; i < steps; i++) { graph.Step(); }
        List<OnnxValueInfo> outputs = [];
        foreach (string output in graph._random.Next(2) == 0 ? (string[])["y"] : ["y", "z"])
        {
            string source = output == "y" ? graph._values[^1].Name : graph.Pick().Name;
            graph._nodes.Add(new OnnxNode(graph._random.Next(2) == 0 ? "Identity" : "Neg", [source], [output]));
            outputs.Add(new OnnxValueInfo(output, OnnxElementType.Float, []) { HasShape = false });
        }

        return new OnnxModel
        {
            IrVersion = 8,
            OperatorSets = new Dictionary<string, long> { [""] = opset },
            Graph = new OnnxGraph
            {
                Nodes = graph._nodes,
                Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [symbolic ? -1 : 4, 6]) { DimensionNames = symbolic ? ["n", ""] : [] }],
                Outputs = outputs,
                Initializers = graph._constants,
            },
        };
    }

    private (string Name, long[] Shape) Pick() => _values[_random.Next(_values.Count)];

    private void Step()
    {
        (string x, long[] shape) = Pick();
        switch (_random.Next(14))
        {
            case 0: Add(_random.Next(4) switch { 0 => "Relu", 1 => "Sigmoid", 2 => "Abs", _ => "Tanh" }, [x], shape); break;
            case 1: Add("Identity", [x], shape); break;
            case 2: Add("Cast", [x], shape, Int("to", 1)); break;
            case 3: Add("Add", [x, _values.Where(other => other.Shape.SequenceEqual(shape)).OrderBy(_ => _random.Next()).First().Name], shape); break;
            case 4: Add("Mul", [x, Constant([shape[^1]])], shape); break;
            case 5: Add("Transpose", [Add("Transpose", [x], [.. shape.Reverse()])], shape); break;
            case 6 when shape.Length == 2: Add("MatMul", [x, Constant([shape[1], 5])], [shape[0], 5]); break;
            case 7 when shape.Length == 2: Add("Gemm", [x, Constant([shape[1], 3]), Constant([3])], [shape[0], 3]); break;
            case 8: Add("Dropout", [x], shape); break;
            case 9: FlattenByShape(x, shape); break;
            case 10: Add("Concat", [x, x], [.. shape[..^1], 2 * shape[^1]], Int("axis", shape.Length - 1)); break;
            case 11: Add("Reshape", [x, Vector(0, -1)], [shape[0], shape[1..].Aggregate(1L, static (product, size) => product * size)]); break;
            case 12: Add("Mul", [x, Add("Add", [Constant([1]), Constant([1])], null)], shape); break;
            case 13: Add("Softmax", [x], shape, Int("axis", shape.Length - 1)); break;
            default: Add("Neg", [x], shape); break;
        }
    }

    // What exporters write for view(x.size(0), -1, 1), and back.
    private void FlattenByShape(string x, long[] shape)
    {
        string sizes = Add("Shape", [x], null);
        string first = Add("Gather", [sizes, Scalar(0)], null, Int("axis", 0));
        string firstVector = _opset < 13 ? Add("Unsqueeze", [first], null, Ints("axes", [0])) : Add("Unsqueeze", [first, Vector(0)], null);
        string target = Add("Concat", [firstVector, Vector(-1, 1)], null, Int("axis", 0));
        Add("Reshape", [x, target], [shape[0], shape[1..].Aggregate(1L, static (product, size) => product * size), 1]);
    }

    private string Add(string opType, string[] inputs, long[]? shape, params OnnxAttribute[] attributes)
    {
        string output = $"v{_names++}";
        _nodes.Add(new OnnxNode(opType, inputs, [output]) { Name = _random.Next(2) == 0 ? $"node {output}" : string.Empty, Attributes = attributes });
        if (shape is not null) { _values.Add((output, shape)); }
        return output;
    }

    private string Constant(long[] shape)
    {
        _constants.Add(Values.Random(OnnxElementType.Float, shape, _random.Next(3), $"c{_names++}"));
        return _constants[^1].Name;
    }

    private string Vector(params long[] values)
    {
        if (_random.Next(2) == 0)
        {
            return Add("Constant", [], null, Tensor("value", OnnxTensor.Int64s(string.Empty, [values.Length], values)));
        }

        _constants.Add(OnnxTensor.Int64s($"c{_names++}", [values.Length], values));
        return _constants[^1].Name;
    }

    private string Scalar(long value)
    {
        _constants.Add(OnnxTensor.Int64s($"c{_names++}", [], [value]));
        return _constants[^1].Name;
    }
}
