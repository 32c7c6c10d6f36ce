namespace ModelOps.Onnx.Shapes;

/// <summary>One node while its outputs are inferred: what is known of its inputs, its attributes, and where findings go.</summary>
internal sealed partial class NodeContext(ShapeEngine engine, ShapeScope scope, OnnxNode node, int index)
{
    private readonly Fact?[] _outputs = new Fact?[node.Outputs.Count];

    public OnnxNode Node => node;

    public ShapeScope Scope => scope;

    public long Version { get; } = scope.Version(node.Domain);

    public int InputCount => node.Inputs.Count;

    public int OutputCount => node.Outputs.Count;

    /// <summary>The node with the graphs of its attributes as inferred; null when it has none.</summary>
    public OnnxNode? Rewritten { get; set; }

    public bool Has(int input) => input < node.Inputs.Count && node.Inputs[input].Length > 0;

    public Fact Input(int input) => Has(input) ? scope[node.Inputs[input]] : Fact.Unknown;

    public OnnxElementType Type(int input) => Input(input).Type;

    public Dim[]? Shape(int input) => Input(input).Shape;

    public Dim[]? Content(int input) => Input(input).Content;

    /// <summary>Elements of an input of integers; null when not all are known.</summary>
    public long[]? Values(int input)
    {
        if (Input(input).Content is not { } content) { return null; }
        long[] values = new long[content.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!content[i].IsKnown) { return null; }
            values[i] = content[i].Value;
        }

        return values;
    }

    public Fact Output(int output) => _outputs[output] ?? Fact.Unknown;

    public void Set(int output, OnnxElementType type, Dim[]? shape, Dim[]? content = null)
    {
        if (output >= _outputs.Length || node.Outputs[output].Length == 0) { return; }
        _outputs[output] = engine.Admit(type, shape, content);
    }

    public void Set(int output, Fact fact) => Set(output, fact.Type, fact.Shape, fact.Content);

    public void Find(OnnxRule rule, string problem) => engine.Find(rule, scope.Path, index, node, problem);

    public IReadOnlyList<Fact>? InferGraph(string attribute, IReadOnlyList<Fact> inputs) => engine.InferBody(this, index, attribute, inputs);

    /// <summary>An axis counted from the front; false, with a finding, when it lies outside.</summary>
    public bool TryAxis(long axis, int rank, out int normal)
    {
        normal = (int)Math.Clamp(axis < 0 ? axis + rank : axis, -1, int.MaxValue);
        if (normal >= 0 && normal < rank) { return true; }
        Find(OnnxRule.Attribute, $"axis {axis} lies outside of the {rank} dimensions");
        return false;
    }

    /// <summary>Whether an input may have so many dimensions; a finding when it has not.</summary>
    public bool MayHaveRank(int input, int rank)
    {
        if (Shape(input) is not { } shape || shape.Length == rank) { return true; }
        Find(OnnxRule.Rank, $"its input {Quote.Short(node.Inputs[input])} has {shape.Length} dimensions, expected {rank}");
        return false;
    }

    /// <summary>Checks that two inputs may be of one type.</summary>
    public void ExpectSameType(int first, int second)
    {
        OnnxElementType a = Type(first);
        OnnxElementType b = Type(second);
        if (a == b || a == OnnxElementType.Undefined || b == OnnxElementType.Undefined) { return; }
        Find(OnnxRule.ElementType, $"its inputs {Quote.Short(node.Inputs[first])} and {Quote.Short(node.Inputs[second])} must be of one element type, but are {ElementTypes.Name(a)} and {ElementTypes.Name(b)}");
    }

    /// <summary>Checks that two sizes may be the same.</summary>
    public void ExpectSameSize(Dim a, Dim b, string what)
    {
        if (a.Differs(b)) { Find(OnnxRule.Size, $"{what} must be the same, but are {a} and {b}"); }
    }

    /// <summary>Type of the first input of several whose type is known.</summary>
    public OnnxElementType FirstType(int first, int second) => Type(first) != OnnxElementType.Undefined ? Type(first) : Type(second);
}
