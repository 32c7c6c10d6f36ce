using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ModelOps.Onnx.Printing;

/// <summary>Prints one model.</summary>
/// <param name="text">Where to.</param>
/// <param name="showsShapes">Whether types and shapes are shown with what nodes make.</param>
internal sealed class ModelPrinter(StringBuilder text, bool showsShapes)
{
    private const int ShownItems = 8;
    private const int ShownCharacters = 200;

    public void Print(OnnxModel model)
    {
        Line(0, $"onnx model, IR version {model.IrVersion}");
        Named(1, "name space", model.Domain);
        if (model.ModelVersion != 0) { Line(1, $"version {model.ModelVersion}"); }
        Named(1, "made by", $"{model.ProducerName} {model.ProducerVersion}".Trim());
        Named(1, "about", model.DocString);
        Line(1, $"operator sets: {OperatorSets(model.OperatorSets)}");
        foreach ((string key, string value) in model.Metadata.OrderBy(static entry => entry.Key, StringComparer.Ordinal)) { Line(1, $"{Plain(key)} = {Plain(value)}"); }
        Opaque(1, model.Opaque);
        Print(model.Graph, 0);
        foreach (OnnxFunction function in model.Functions)
        {
            Line(0, $"function {Operator(function.Domain, function.Name)}({Names(function.Inputs)}) gives {Names(function.Outputs)}");
            Line(1, $"operator sets: {OperatorSets(function.OperatorSets)}");
            Named(1, "about", function.DocString);
            Named(1, "parameters", Names(function.Parameters));
            foreach (OnnxAttribute attribute in function.DefaultedParameters) { Line(1, $"parameter {Attribute(attribute)}"); }
            Print(function.Nodes, 1);
        }
    }

    public void Print(IReadOnlyList<OnnxFinding> findings, IReadOnlyList<string> unknownOperators)
    {
        foreach (OnnxFinding finding in findings) { Line(0, $"contradiction: {finding}"); }
        if (unknownOperators.Count > 0) { Line(0, $"unknown operators: {List(unknownOperators, Plain, brackets: false)}"); }
    }

    private void Print(OnnxGraph graph, int level)
    {
        Line(level, $"graph {Plain(graph.Name)}: {graph.Nodes.Count} nodes, {graph.Initializers.Count} constants of {Size(graph.Initializers.Sum(static tensor => (double)Bytes(tensor)))}");
        Named(level + 1, "about", graph.DocString);
        foreach (OnnxValueInfo input in graph.Inputs) { Line(level + 1, $"input {Value(input)}"); }
        foreach (OnnxValueInfo output in graph.Outputs) { Line(level + 1, $"output {Value(output)}"); }
        foreach (OnnxTensor tensor in graph.Initializers) { Line(level + 1, $"constant {Plain(tensor.Name)}: {Tensor(tensor)}"); }
        Opaque(level + 1, graph.Opaque);
        Dictionary<string, OnnxValueInfo>? shapes = showsShapes ? new(StringComparer.Ordinal) : null;
        foreach (OnnxValueInfo value in shapes is null ? [] : graph.ValueInfo.Concat(graph.Outputs)) { shapes![value.Name] = value; }
        Print(graph.Nodes, level + 1, shapes);
    }

    private void Print(IReadOnlyList<OnnxNode> nodes, int level, Dictionary<string, OnnxValueInfo>? shapes = null)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            OnnxNode node = nodes[i];
            string attributes = string.Join(", ", node.Attributes.Where(static attribute => !HoldsGraphs(attribute)).Select(Attribute));
            Line(level, $"{i}: {(shapes is null ? Names(node.Outputs) : Shaped(node.Outputs, shapes))} = {Operator(node.Domain, node.OpType)}({Names(node.Inputs)}){(attributes.Length == 0 ? string.Empty : $" {{{attributes}}}")}");
            foreach (OnnxAttribute attribute in node.Attributes.Where(HoldsGraphs))
            {
                Line(level + 1, $"{Plain(attribute.Name)}:");
                if (attribute.Value is OnnxGraph graph) { Print(graph, level + 2); }
                foreach (OnnxGraph one in attribute.Value as IReadOnlyList<OnnxGraph> ?? []) { Print(one, level + 2); }
            }
        }
    }

    private static bool HoldsGraphs(OnnxAttribute attribute) => attribute.Value is OnnxGraph or IReadOnlyList<OnnxGraph>;

    private static string Attribute(OnnxAttribute attribute) => $"{Plain(attribute.Name)}={attribute.Value switch
    {
        float value => Number(value),
        long value => Number(value),
        string value => $"\"{Plain(value)}\"",
        ReadOnlyMemory<byte> value => $"{Number(value.Length)} bytes",
        OnnxTensor value => Tensor(value),
        IReadOnlyList<float> values => List(values, Number),
        IReadOnlyList<long> values => List(values, Number),
        IReadOnlyList<string> values => List(values, static value => $"\"{Plain(value)}\""),
        IReadOnlyList<OnnxTensor> values => List(values, Tensor),
        OnnxAttributeReference value => $"@{Plain(value.Parameter)}",
        _ => attribute.Type.ToString(),
    }}";

    private static string Tensor(OnnxTensor tensor)
    {
        string type = $"{ElementTypes.Name(tensor.ElementType)}[{List(tensor.Shape, Number, brackets: false)}]";
        if (tensor.ExternalData is { } place) { return $"{type} in file {Quote.Short(place.Location)} at {Number(place.Offset)}"; }
        return $"{type}, {Size(Bytes(tensor))}{First(tensor)}";
    }

    private static string First(OnnxTensor tensor)
    {
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        return tensor.ElementType switch
        {
            OnnxElementType.String when tensor.StringData.Count == 1 => $" = \"{Plain(tensor.StringData[0])}\"",
            OnnxElementType.Float when raw.Length == sizeof(float) => $" = {Number(BinaryPrimitives.ReadSingleLittleEndian(raw))}",
            OnnxElementType.Double when raw.Length == sizeof(double) => $" = {Number(BinaryPrimitives.ReadDoubleLittleEndian(raw))}",
            OnnxElementType.Int32 when raw.Length == sizeof(int) => $" = {Number(BinaryPrimitives.ReadInt32LittleEndian(raw))}",
            OnnxElementType.Int64 when raw.Length == sizeof(long) => $" = {Number(BinaryPrimitives.ReadInt64LittleEndian(raw))}",
            OnnxElementType.UInt8 or OnnxElementType.Bool when raw.Length == 1 => $" = {Number(raw[0])}",
            OnnxElementType.Int8 when raw.Length == 1 => $" = {Number((sbyte)raw[0])}",
            _ => string.Empty,
        };
    }

    private static string Value(OnnxValueInfo value)
    {
        if (value.OpaqueType is { } opaque) { return $"{Plain(value.Name)}: {opaque.Kind}"; }
        string type = value.ElementType == OnnxElementType.Undefined ? "any" : ElementTypes.Name(value.ElementType);
        if (!value.HasShape) { return $"{Plain(value.Name)}: {type} of any shape"; }
        string[] dimensions = new string[value.Shape.Count];
        for (int i = 0; i < dimensions.Length; i++)
        {
            string name = i < value.DimensionNames.Count ? value.DimensionNames[i] : string.Empty;
            dimensions[i] = value.Shape[i] >= 0 ? Number(value.Shape[i]) : name.Length > 0 ? Plain(name) : "?";
        }

        return $"{Plain(value.Name)}: {type}[{string.Join(", ", dimensions)}]";
    }

    private void Opaque(int level, IReadOnlyList<OnnxOpaque> parts)
    {
        foreach (OnnxOpaque part in parts) { Line(level, $"{part.Kind} {(part.Name.Length == 0 ? string.Empty : Plain(part.Name) + " ")}of {Size(part.Bytes.Length)}, not shown"); }
    }

    private void Named(int level, string name, string value)
    {
        if (value.Length > 0) { Line(level, $"{name}: {Plain(value)}"); }
    }

    private void Line(int level, string line) => text.Append(' ', 2 * level).Append(line).Append('\n');

    private static string OperatorSets(IReadOnlyDictionary<string, long> sets) => string.Join(", ", sets
        .OrderBy(static set => set.Key, StringComparer.Ordinal)
        .Select(static set => $"{(set.Key.Length == 0 ? "ai.onnx" : Plain(set.Key))} {Number(set.Value)}"));

    private static string Operator(string domain, string name) => domain is "" or "ai.onnx" ? Plain(name) : $"{Plain(domain)}.{Plain(name)}";

    private static string Names(IReadOnlyList<string> names) => string.Join(", ", names.Select(static name => name.Length == 0 ? "_" : Plain(name)));

    private static string Shaped(IReadOnlyList<string> names, Dictionary<string, OnnxValueInfo> shapes) => string.Join(
        ", ", names.Select(name => name.Length > 0 && shapes.TryGetValue(name, out OnnxValueInfo? value) ? Value(value) : Names([name])));

    private static string Plain(string value) => Quote.Printable(value.Length <= ShownCharacters ? value : value[..ShownCharacters] + "…");

    private static string List<T>(IReadOnlyList<T> values, Func<T, string> show, bool brackets = true)
    {
        string more = values.Count > ShownItems ? $", … {Number(values.Count)} in all" : string.Empty;
        string list = string.Join(", ", values.Take(ShownItems).Select(show)) + more;
        return brackets ? $"[{list}]" : list;
    }

    private static long Bytes(OnnxTensor tensor) => tensor.ExternalData?.Length ?? tensor.RawData.Length + tensor.StringData.Sum(static value => (long)value.Length);

    private static string Size(double bytes) => bytes switch
    {
        < 1024 => $"{Number(bytes)} B",
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):F1} MiB"),
    };

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
