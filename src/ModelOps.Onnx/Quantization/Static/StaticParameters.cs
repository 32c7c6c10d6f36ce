using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Quantization.Parameters;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Static;

/// <summary>Parameters of activations, from calibrated ranges; those of constants that are no weights, from their values.</summary>
internal sealed class StaticParameters(GraphEditor editor, IReadOnlyDictionary<string, ValueRange> ranges, QuantizedType type, bool isSymmetric)
{
    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Scale, string Zero)> _constants = new(StringComparer.Ordinal);

    /// <summary>Type of activations.</summary>
    public QuantizedType Type => type;

    /// <summary>Lets a value have the parameters of another one.</summary>
    public void Share(string from, string to) => _shared[to] = Root(from);

    /// <summary>Whether a value has a range.</summary>
    public bool IsKnown(string name) => ranges.ContainsKey(Root(name)) || editor.Constant(name) is { ElementType: OnnxElementType.Float };

    /// <summary>Parameters of a value.</summary>
    public ActivationParameters Of(string name)
    {
        QuantizedRange range = QuantizedRange.OfActivations(type, isSymmetric);
        ValueRange ends = editor.Constant(name) is { } constant ? Ends(constant) : ranges[Root(name)];
        (float scale, int zero) = ScaleRule.Fit(ends.Min, ends.Max, range, isSymmetric);
        return new ActivationParameters(scale, zero, range);
    }

    /// <summary>Names of the constants that hold the parameters of a value.</summary>
    public (string Scale, string Zero) Constants(string name)
    {
        string root = Root(name);
        if (_constants.TryGetValue(root, out (string Scale, string Zero) known)) { return known; }
        ActivationParameters parameters = Of(name);
        (string Scale, string Zero) made = (
            editor.AddConstant(OnnxTensor.Floats(root + "_scale", [], [parameters.Scale])),
            editor.AddConstant(Tensors.ZeroPoints(root + "_zero_point", type, [], [parameters.Zero])));
        _constants.Add(root, made);
        return made;
    }

    /// <summary>Adds a constant, quantized, to the graph.</summary>
    /// <returns>Its name.</returns>
    public string QuantizedConstant(string name)
    {
        OnnxTensor constant = editor.Constant(name)!;
        ActivationParameters p = Of(name);
        byte[] data = WeightMath.Quantize(Tensors.Floats(constant), ChannelLayout.Of(constant.Shape, axis: null), p.Range, [p.Scale], [p.Zero]);
        return editor.AddConstant(new OnnxTensor(name + "_quantized", Tensors.ElementType(type), constant.Shape, data));
    }

    private static ValueRange Ends(OnnxTensor constant)
    {
        float min = 0, max = 0;
        foreach (float value in Tensors.Floats(constant))
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return new(min, max);
    }

    private string Root(string name) => _shared.GetValueOrDefault(name, name);
}
