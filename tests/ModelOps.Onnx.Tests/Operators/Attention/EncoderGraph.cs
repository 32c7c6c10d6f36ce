using ModelOps.Onnx.Tests.Operators.Dense;

namespace ModelOps.Onnx.Tests.Operators.Attention;

/// <summary>Writes a transformer's encoder out in plain nodes, with the computations of shapes that exporters of PyTorch emit. Weights are random.</summary>
/// <param name="opset">Version of <c>ai.onnx</c>; from 17 on there are nodes of layer normalisation.</param>
/// <param name="isPacked">Whether one product makes queries, keys and values.</param>
internal sealed class EncoderGraph(int opset, bool isPacked)
{
    public const int Width = 32;
    private const int Heads = 4;
    private const int Inner = 64;

    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _constants = [];
    private int _next;

    /// <summary>Input <c>x</c> is <c>[batch, length, 32]</c>, both open; <c>visible</c> tells which places are, <c>[batch, length]</c>.</summary>
    public OnnxModel Build(int layers)
    {
        string mask = Mask();
        string x = "x";
        for (int i = 0; i < layers; i++)
        {
            x = Normalize(Add("Add", x, isPacked ? PackedAttention(x, mask) : Attention(x, mask)));
            x = Normalize(Add("Add", x, Linear(Gelu(Linear(x, Width, Inner)), Inner, Width)));
        }

        return new OnnxModel
        {
            IrVersion = 8,
            OperatorSets = new Dictionary<string, long> { [string.Empty] = opset },
            Graph = new OnnxGraph
            {
                Nodes = _nodes,
                Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, -1, Width]), new OnnxValueInfo("visible", OnnxElementType.Bool, [-1, -1])],
                Outputs = [new OnnxValueInfo(x, OnnxElementType.Float, [-1, -1, Width])],
                Initializers = _constants,
            },
        };
    }

    /// <summary>0 where a key is visible, minus infinity where not.</summary>
    private string Mask()
    {
        string shown = Add("Unsqueeze", "visible", Integers([2], 1, 2));
        return Add("Where", shown, Number(0), Number(float.NegativeInfinity));
    }

    private string Attention(string x, string mask)
    {
        string q = Split(Linear(x, Width, Width), 0, 2, 1, 3), k = Split(Linear(x, Width, Width), 0, 2, 3, 1), v = Split(Linear(x, Width, Width), 0, 2, 1, 3);
        string scores = Add("Div", Add("MatMul", q, k), Number(MathF.Sqrt(Width / Heads)));
        return Merge(Mix(Add("Add", scores, mask), v), x);
    }

    private string PackedAttention(string x, string mask)
    {
        string qkv = Linear(x, Width, 3 * Width);
        string shape = Add("Concat", [OnnxAttribute.Int("axis", 0)], Dimension(x, 0), Dimension(x, 1), Integers([1], 3), Integers([1], Heads), Integers([1], Width / Heads));
        string stacked = Add("Transpose", [OnnxAttribute.Ints("perm", [2, 0, 3, 1, 4])], Add("Reshape", qkv, shape));
        string[] parts = [.. Enumerable.Range(0, 3).Select(i => Add("Gather", [OnnxAttribute.Int("axis", 0)], stacked, Integers([], i)))];
        string size = Add("Cast", [OnnxAttribute.Int("to", (int)OnnxElementType.Float)], Dimension(parts[0], 3));
        string factor = Add("Sqrt", Add("Div", Number(1), Add("Sqrt", size)));
        string keys = Add("Mul", Add("Transpose", [OnnxAttribute.Ints("perm", [0, 1, 3, 2])], parts[1]), factor);
        return Merge(Mix(Add("Add", Add("MatMul", Add("Mul", parts[0], factor), keys), mask), parts[2]), x);
    }

    private string Mix(string scores, string v) => Add("MatMul", Add("Softmax", [OnnxAttribute.Int("axis", -1)], scores), v);

    private string Split(string x, params long[] order)
    {
        string shape = Add("Concat", [OnnxAttribute.Int("axis", 0)], Dimension(x, 0), Dimension(x, 1), Integers([1], Heads), Integers([1], Width / Heads));
        return Add("Transpose", [OnnxAttribute.Ints("perm", order)], Add("Reshape", x, shape));
    }

    private string Merge(string mixed, string x)
    {
        string joined = Add("Transpose", [OnnxAttribute.Ints("perm", [0, 2, 1, 3])], mixed);
        string shape = Add("Concat", [OnnxAttribute.Int("axis", 0)], Dimension(x, 0), Dimension(x, 1), Integers([1], Width));
        return Linear(Add("Reshape", joined, shape), Width, Width);
    }

    /// <summary>One dimension of a value, as a list of one.</summary>
    private string Dimension(string x, int axis) =>
        Add("Unsqueeze", Add("Gather", [OnnxAttribute.Int("axis", 0)], Add("Shape", x), Integers([], axis)), Integers([1], 0));

    private string Linear(string x, int from, int to) =>
        Add("Add", Constant(Drawn.Floats("b" + _next, 1000 + _next, 0.1f, to)), Add("MatMul", x, Constant(Drawn.Floats("w" + _next, _next, 1.7f / MathF.Sqrt(from), from, to))));

    private string Gelu(string x) =>
        Add("Mul", Add("Mul", x, Add("Add", Add("Erf", Add("Div", x, Number(1.41421354f))), Number(1))), Number(0.5f));

    private string Normalize(string x)
    {
        string scale = Constant(Drawn.Floats("s" + _next, 2000 + _next, 1, Width)), shift = Constant(Drawn.Floats("t" + _next, 3000 + _next, 1, Width));
        if (opset >= 17) { return Add("LayerNormalization", [OnnxAttribute.Int("axis", -1), OnnxAttribute.Float("epsilon", 1e-5f)], x, scale, shift); }
        OnnxAttribute last = OnnxAttribute.Ints("axes", [-1]);
        string centred = Add("Sub", x, Add("ReduceMean", [last], x));
        string variance = Add("ReduceMean", [last], Add("Pow", centred, Number(2)));
        return Add("Add", Add("Mul", Add("Div", centred, Add("Sqrt", Add("Add", variance, Number(1e-5f)))), scale), shift);
    }

    private string Number(float value) => Constant(OnnxTensor.Floats("n" + _next, [], [value]));

    private string Integers(long[] shape, params long[] values) => Constant(OnnxTensor.Int64s("i" + _next, shape, values));

    private string Constant(OnnxTensor tensor)
    {
        _constants.Add(tensor with { Name = tensor.Name + "c" + _next++ });
        return _constants[^1].Name;
    }

    private string Add(string op, params string[] inputs) => Add(op, [], inputs);

    private string Add(string op, OnnxAttribute[] attributes, params string[] inputs)
    {
        string output = $"{op}{_next++}";
        _nodes.Add(new OnnxNode(op, inputs, [output]) { Attributes = attributes });
        return output;
    }
}
