using System.Runtime.InteropServices;
using ModelOps.Onnx.Operators;
using ModelOps.Onnx.Tests.Forests;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Execution;

/// <summary>Models that pass the reader's checks and mean little: real ones with parts changed, and operators put together at random with attributes that some operator knows.</summary>
/// <param name="random">Where chance comes from.</param>
internal sealed class HostileGraphs(Random random)
{
    private static readonly (string Domain, string OpType)[] Operators = [.. AllOperators.Set.Names.Where(static n => n.Domain != FusedName).OrderBy(static n => n)];

    private static readonly string[] IntNames =
        ["axis", "keepdims", "allowzero", "to", "group", "exclusive", "reverse", "transA", "transB", "hidden_size", "blocksize", "start", "end", "noop_with_empty_axes", "linear_before_reset", "largest", "sorted", "batch_dims",
            "ceil_mode", "count_include_pad", "layout", "input_forget", "targets", "n_targets", "n_supports", "block_size", "bits", "K", "N", "fmod", "select_last_index", "saturate", "upper", "storage_order", "zeros"];

    private static readonly string[] FloatNames = ["alpha", "beta", "gamma", "epsilon", "clip", "threshold", "replaced_value_float", "value_float", "momentum", "bias", "lambd"];

    private static readonly string[] ListNames =
        ["axes", "perm", "pads", "strides", "dilations", "kernel_shape", "split", "output_padding", "value_ints", "inputdimensions", "cats_int64s", "classlabels_ints", "keys_int64s", "values_int64s", "vectors_per_class", "shape", "starts", "ends"];

    private static readonly string[] FloatListNames = ["scale", "offset", "coefficients", "intercepts", "imputed_value_floats", "support_vectors", "rho", "kernel_params", "prob_a", "prob_b", "keys_floats", "values_floats", "activation_alpha"];

    private static readonly (string Name, string[] Values)[] Texts =
    [
        ("mode", ["constant", "reflect", "edge", "linear", "nearest", "wrap"]), ("direction", ["forward", "reverse", "bidirectional"]), ("auto_pad", ["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"]), ("norm", ["MAX", "L1", "L2"]),
        ("post_transform", ["NONE", "SOFTMAX", "LOGISTIC", "PROBIT", "SOFTMAX_ZERO"]), ("kernel_type", ["LINEAR", "POLY", "RBF", "SIGMOID"]), ("approximate", ["none", "tanh"]), ("reduction", ["none", "add", "mul"]), ("equation", ["ij,jk->ik", "a->", "...ij->...ji"]),
    ];

    private static readonly OnnxElementType[] Types =
        [OnnxElementType.Float, OnnxElementType.Float, OnnxElementType.Float, OnnxElementType.Int64, OnnxElementType.Int64, OnnxElementType.Int32, OnnxElementType.Bool, OnnxElementType.Double, OnnxElementType.UInt8, OnnxElementType.Int8, OnnxElementType.Float16, OnnxElementType.String];

    private static readonly OnnxModel[] Real =
    [
        .. SampleModels.Names.Select(SampleModels.Get),
        .. ForestCases.Exact.Values.Where(static f => f is { Trees: < 20, Leaves: < 40 }).Take(12).Select(static f => OfForest(f)),
    ];

    private const string FusedName = "com.modelops.fused";

    /// <summary>The next model; it may break rules, which the caller checks.</summary>
    public OnnxModel Next() => random.Next(3) == 0 ? Mutate(Real[random.Next(Real.Length)]) : Draw();

    /// <summary>An input for a signature, often of shapes that nobody expects.</summary>
    public OnnxTensor Input(string name, OnnxElementType type, IReadOnlyList<long> shape)
    {
        long[] dimensions = [.. shape.Select(d => d >= 0 && random.Next(20) > 0 ? d : random.Next(6))];
        return Tensor(name, type, dimensions);
    }

    private static OnnxModel OfForest(RandomForest forest)
    {
        OnnxNode node = forest.Node();
        OnnxElementType type = forest.IsDouble ? OnnxElementType.Double : OnnxElementType.Float;
        return NodeModel.Of(13, node, [new OnnxValueInfo("x", type, [-1, forest.Features])], forest.IsClassifier ? [OnnxElementType.Int64, OnnxElementType.Float] : [OnnxElementType.Float]);
    }

    private OnnxModel Draw()
    {
        List<string> names = ["x", "y"];
        List<OnnxTensor> constants = [];
        for (int i = random.Next(5); i > 0; i--)
        {
            constants.Add(Tensor($"c{i}", Types[random.Next(Types.Length)], [.. Enumerable.Range(0, random.Next(5)).Select(_ => (long)random.Next(5))]));
            names.Add($"c{i}");
        }

        List<OnnxNode> nodes = [];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            (string domain, string operation) = Operators[random.Next(Operators.Length)];
            string[] inputs = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(8) == 0 ? string.Empty : names[random.Next(names.Count)])];
            string[] outputs = [.. Enumerable.Range(0, random.Next(1, 4)).Select(o => $"n{i}_{o}")];
            nodes.Add(new OnnxNode(operation, inputs, outputs) { Domain = domain, Attributes = Attributes() });
            names.AddRange(outputs);
        }

        OnnxElementType first = Types[random.Next(Types.Length)];
        return NodeModel.Of(
            random.Next(9, 24),
            nodes,
            [new("x", first, Shape()), new("y", random.Next(2) == 0 ? first : Types[random.Next(Types.Length)], Shape())],
            [.. nodes[^1].Outputs.Take(random.Next(1, 3)).Select(static o => new OnnxValueInfo(o, OnnxElementType.Float, []) { HasShape = false })],
            constants) with
        { OperatorSets = new Dictionary<string, long> { [string.Empty] = random.Next(7, 24), ["ai.onnx.ml"] = random.Next(1, 6), ["com.microsoft"] = 1 } };
    }

    private long[] Shape() => [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(3) == 0 ? -1L : random.Next(random.Next(10) == 0 ? 100_000 : 6))];

    private List<OnnxAttribute> Attributes()
    {
        List<OnnxAttribute> attributes = [];
        for (int i = random.Next(6); i > 0; i--)
        {
            OnnxAttribute attribute = random.Next(6) switch
            {
                0 => OnnxAttribute.Int(IntNames[random.Next(IntNames.Length)], Number()),
                1 => OnnxAttribute.Float(FloatNames[random.Next(FloatNames.Length)], Fraction()),
                2 => OnnxAttribute.Ints(ListNames[random.Next(ListNames.Length)], [.. Enumerable.Range(0, random.Next(7)).Select(_ => Number())]),
                3 => OnnxAttribute.Floats(FloatListNames[random.Next(FloatListNames.Length)], [.. Enumerable.Range(0, random.Next(7)).Select(_ => Fraction())]),
                4 => Text(),
                _ => OnnxAttribute.Tensor(random.Next(2) == 0 ? "value" : "keys_tensor", Tensor(string.Empty, Types[random.Next(Types.Length)], [random.Next(3)])),
            };
            if (!attributes.Exists(a => a.Name == attribute.Name)) { attributes.Add(attribute); }
        }

        return attributes;
    }

    private OnnxAttribute Text()
    {
        (string name, string[] values) = Texts[random.Next(Texts.Length)];
        return OnnxAttribute.String(name, random.Next(10) == 0 ? "?" : values[random.Next(values.Length)]);
    }

    private long Number() => random.Next(12) switch
    {
        0 => long.MaxValue,
        1 => long.MinValue,
        2 => int.MaxValue,
        3 => random.NextInt64(),
        4 => random.Next(100_000),
        _ => random.Next(-3, 5),
    };

    private float Fraction() => random.Next(8) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => float.MaxValue, _ => (random.NextSingle() * 6f) - 3f };

    private OnnxTensor Tensor(string name, OnnxElementType type, long[] shape)
    {
        int count = (int)Math.Min(shape.Aggregate(1L, static (a, b) => a * b), 1 << 20);
        if (type == OnnxElementType.String) { return OnnxTensor.Strings(name, shape, [.. Enumerable.Range(0, count).Select(i => random.Next(2) == 0 ? "a" : $"{i}")]); }
        byte[] raw = new byte[count * ElementTypes.Bits(type) / 8];
        if (type == OnnxElementType.Int64)
        {
            foreach (ref long number in MemoryMarshal.Cast<byte, long>(raw.AsSpan())) { number = Number(); }
        }
        else if (type == OnnxElementType.Float)
        {
            foreach (ref float number in MemoryMarshal.Cast<byte, float>(raw.AsSpan())) { number = Fraction(); }
        }
        else if (random.Next(2) == 0) { random.NextBytes(raw); }

        return new OnnxTensor(name, type, shape, raw);
    }

    private OnnxModel Mutate(OnnxModel model)
    {
        List<OnnxNode> nodes = [.. model.Graph.Nodes];
        int at = random.Next(nodes.Count);
        OnnxNode node = nodes[at];
        nodes[at] = random.Next(4) switch
        {
            0 => node with { OpType = Operators[random.Next(Operators.Length)].OpType },
            1 => node with { Inputs = [.. node.Inputs.Skip(random.Next(2)), .. node.Inputs.Take(random.Next(2))] },
            _ => node with { Attributes = [.. node.Attributes.Select(a => random.Next(3) == 0 ? Mutate(a) : a)] },
        };
        OnnxValueInfo[] inputs = [.. model.Graph.Inputs.Select(i => random.Next(4) == 0 ? i with { ElementType = Types[random.Next(Types.Length)] } : random.Next(4) == 0 ? i with { Shape = Shape(), DimensionNames = [] } : i)];
        return model with { Graph = model.Graph with { Nodes = nodes, Inputs = inputs } };
    }

    private OnnxAttribute Mutate(OnnxAttribute attribute) => attribute.Value switch
    {
        long => OnnxAttribute.Int(attribute.Name, Number()),
        float => OnnxAttribute.Float(attribute.Name, Fraction()),
        IReadOnlyList<long> list => OnnxAttribute.Ints(attribute.Name, Change(list, _ => Number())),
        IReadOnlyList<float> list => OnnxAttribute.Floats(attribute.Name, Change(list, _ => Fraction())),
        IReadOnlyList<string> list => OnnxAttribute.Strings(attribute.Name, Change(list, text => list[random.Next(list.Count)])),
        _ => OnnxAttribute.Int(attribute.Name, Number()),
    };

    private List<T> Change<T>(IReadOnlyList<T> list, Func<T, T> change)
    {
        List<T> changed = [.. list];
        if (changed.Count > 0 && random.Next(4) == 0) { changed.RemoveAt(random.Next(changed.Count)); }
        for (int i = random.Next(1, 4); i > 0 && changed.Count > 0; i--)
        {
            int at = random.Next(changed.Count);
            changed[at] = change(changed[at]);
        }

        return changed;
    }
}
