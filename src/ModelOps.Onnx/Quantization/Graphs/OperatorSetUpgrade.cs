namespace ModelOps.Onnx.Quantization.Graphs;

/// <summary>Raises the <c>ai.onnx</c> operator set of a model to one that has the quantized operators.</summary>
internal static class OperatorSetUpgrade
{
    /// <summary>Operators that mean in set 13 what they meant in set 9, for the attributes and inputs they had in 9. Source: ONNX, operator changelog.</summary>
    private static readonly HashSet<string> Unchanged =
    [
        "Abs", "Acos", "Add", "And", "ArgMax", "ArgMin", "Asin", "Atan", "AveragePool", "BatchNormalization", "Cast", "Ceil", "Concat", "Constant", "ConstantOfShape", "Conv", "ConvTranspose", "Cos",
        "Div", "Elu", "Equal", "Erf", "Exp", "Expand", "Flatten", "Floor", "GRU", "Gather", "Gemm", "GlobalAveragePool", "GlobalMaxPool", "Greater", "Identity", "InstanceNormalization",
        "IsNaN", "LRN", "LSTM", "LeakyRelu", "Less", "Log", "MatMul", "Max", "MaxPool", "Mean", "Min", "Mul", "Neg", "Not", "Or", "PRelu", "Pow", "RNN", "Reciprocal", "ReduceMax", "ReduceMean",
        "ReduceMin", "Relu", "Reshape", "Selu", "Shape", "Sigmoid", "Sign", "Sin", "Softplus", "Softsign", "Sqrt", "Sub", "Sum", "Tan", "Tanh", "Tile", "Transpose", "Where", "Xor",
    ];

    /// <summary>Operators whose last change of meaning up to set 13 was in this set.</summary>
    private static readonly Dictionary<string, long> ChangedIn = new(StringComparer.Ordinal)
    {
        ["Slice"] = 10,
        ["Clip"] = 11,
        ["Pad"] = 11,
        ["TopK"] = 11,
        ["OneHot"] = 11,
        ["Dropout"] = 12,
        ["Softmax"] = 13,
        ["LogSoftmax"] = 13,
        ["ReduceSum"] = 13,
        ["Split"] = 13,
        ["Squeeze"] = 13,
        ["Unsqueeze"] = 13,
    };

    /// <summary>Raises the set, if it is lower than needed.</summary>
    /// <exception cref="QuantizationException">It is, and the model has operators that a later set changed.</exception>
    public static OnnxModel Raise(OnnxModel model, long needed, string why)
    {
        long has = model.OperatorSets.GetValueOrDefault(string.Empty, needed);
        if (has >= needed && model.OperatorSets.ContainsKey(string.Empty)) { return model; }
        OnnxNode? changed = model.Graph.Nodes.FirstOrDefault(n => n.Domain.Length == 0 && !Unchanged.Contains(n.OpType) && has < ChangedIn.GetValueOrDefault(n.OpType, needed));
        if (has < 9 || changed is not null || model.Functions.Count > 0)
        {
            string culprit = changed is null ? string.Empty : $", and {Quote.Short(changed.OpType)} may mean something else there";
            throw new QuantizationException("operator set", $"the model is written in set {has} of ai.onnx, but {why} needs {needed}{culprit}", $"Export the model with operator set {needed} or later.");
        }

        return model with { OperatorSets = With(model.OperatorSets, string.Empty, needed), IrVersion = Math.Max(model.IrVersion, 7) };
    }

    /// <summary>Adds a domain to operator sets, or replaces its version.</summary>
    public static IReadOnlyDictionary<string, long> With(IReadOnlyDictionary<string, long> sets, string domain, long version) =>
        new Dictionary<string, long>(sets, StringComparer.Ordinal) { [domain] = version };
}
