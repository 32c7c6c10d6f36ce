using System.Text;
using System.Text.Json;

namespace ModelOps.Onnx;

/// <summary>Changes to a model that make it servable: inputs that never vary, outputs that no response has. A model is immutable, so each change gives another one.</summary>
public static class OnnxModelEditor
{
    /// <summary>Makes an input a constant, e.g. a sample rate that is always the same. What depends on it alone can then be computed once, and branches on it fall away.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Name of the input.</param>
    /// <param name="value">Its value from now on, of the input's element type and of a shape that fits it; its own name does not matter.</param>
    /// <returns>The model without the input.</returns>
    /// <exception cref="ArgumentException">The model has no such input, or the value does not fit it.</exception>
    public static OnnxModel FixInput(OnnxModel model, string name, OnnxTensor value)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        OnnxGraph graph = model.Graph;
        OnnxValueInfo input = Find(model, name);
        bool fits = input.ElementType == value.ElementType && (!input.HasShape || (input.Shape.Count == value.Shape.Count && input.Shape.Zip(value.Shape).All(static p => p.First < 0 || p.First == p.Second)));
        if (!fits)
        {
            throw new ArgumentException(
                $"Input {Quote.Short(name)} is {ElementTypes.Name(input.ElementType)}{Shape(input.HasShape ? input.Shape : null)}, and the value is {ElementTypes.Name(value.ElementType)}{Shape(value.Shape)}. Give a tensor of that type and shape.",
                nameof(value));
        }

        return model with
        {
            IrVersion = Math.Max(model.IrVersion, 4), // before, every constant had to be an input too
            Graph = graph with
            {
                Inputs = [.. graph.Inputs.Where(i => i.Name != name)],
                Initializers = [.. graph.Initializers.Where(t => t.Name != name), value with { Name = name }],
            },
        };
    }

    /// <summary>Makes dimensions of an input fixed that the file leaves open, e.g. rows that are always one. Shapes inside are then known, and branches on them fall away.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Name of the input.</param>
    /// <param name="shape">Its shape from now on; -1 is a dimension that stays open.</param>
    /// <returns>The model with that input.</returns>
    /// <exception cref="ArgumentException">The model has no such input, or the shape does not fit it.</exception>
    public static OnnxModel FixShape(OnnxModel model, string name, IReadOnlyList<long> shape)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        OnnxValueInfo input = Find(model, name);
        bool fits = shape.All(static d => d >= -1) && (!input.HasShape || (input.Shape.Count == shape.Count && input.Shape.Zip(shape).All(static p => p.First < 0 || p.First == p.Second)));
        if (!fits)
        {
            throw new ArgumentException(
                $"Input {Quote.Short(name)} is {ElementTypes.Name(input.ElementType)}{Shape(input.HasShape ? input.Shape : null)}, which {Shape(shape)} does not fit. Give as many dimensions, and those that it has.", nameof(shape));
        }

        OnnxValueInfo fixedInput = input with { Shape = [.. shape], HasShape = true, DimensionNames = [.. input.DimensionNames.Select((d, i) => i < shape.Count && shape[i] < 0 ? d : string.Empty)] };
        return model with { Graph = model.Graph with { Inputs = [.. model.Graph.Inputs.Select(i => i.Name == name ? fixedInput : i)] } };
    }

    /// <summary>Lets outputs that are sequences of maps be plain tensors: takes out each <c>ZipMap</c> of <c>ai.onnx.ml</c> that makes an output of the graph, as exports of scikit-learn classifiers have.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The model, whose outputs keep their names and are floats of shape <c>[rows, classes]</c> now; the names of the columns are in
    /// <see cref="OnnxModel.Metadata"/> under <c>zipmap.</c> and the output's name, as a JSON array. The same model when it has no such output.</returns>
    public static OnnxModel RemoveZipMaps(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        OnnxNode[] zips = [.. model.Graph.Nodes.Where(n => IsZipMap(n) && model.Graph.Outputs.Any(o => o.Name == n.Outputs[0]) && !model.Graph.Nodes.Any(c => c.Inputs.Contains(n.Outputs[0])))];
        if (zips.Length == 0) { return model; }
        Dictionary<string, string> metadata = new(model.Metadata);
        foreach (OnnxNode zip in zips) { metadata[$"zipmap.{zip.Outputs[0]}"] = Labels(zip); }
        HashSet<string> names = [.. zips.Select(static z => z.Outputs[0])];
        return model with
        {
            Metadata = metadata,
            Graph = model.Graph with
            {
                Nodes = [.. model.Graph.Nodes.Select(n => zips.Contains(n) ? new OnnxNode("Identity", n.Inputs, n.Outputs) { Name = n.Name } : n)],
                Outputs = [.. model.Graph.Outputs.Select(o => names.Contains(o.Name) ? new OnnxValueInfo(o.Name, OnnxElementType.Float, [-1, -1]) { DocString = o.DocString } : o)],
            },
        };
    }

    private static OnnxValueInfo Find(OnnxModel model, string name) => model.Graph.Inputs.FirstOrDefault(i => i.Name == name) ?? throw new ArgumentException(
        $"The model has no input {Quote.Short(name)}. Give one of {string.Join(", ", model.Graph.Inputs.Select(static i => Quote.Short(i.Name)))}.", nameof(name));

    private static bool IsZipMap(OnnxNode node) => node is { OpType: "ZipMap", Domain: "ai.onnx.ml", Inputs.Count: 1, Outputs.Count: 1 };

    private static string Labels(OnnxNode zip)
    {
        IEnumerable<string> labels = zip.Attributes.Select(static a => (a.Name, a.Value)).SelectMany(static a => a switch
        {
            ("classlabels_strings", IReadOnlyList<string> texts) => texts.Select(static t => $"\"{JsonEncodedText.Encode(t)}\""),
            ("classlabels_int64s", IReadOnlyList<long> numbers) => numbers.Select(static n => $"{n}"),
            _ => [],
        });
        return new StringBuilder().Append('[').AppendJoin(',', labels).Append(']').ToString();
    }

    private static string Shape(IReadOnlyList<long>? shape) => shape is null ? string.Empty : InferenceTensor.FormatShape([.. shape]);
}
