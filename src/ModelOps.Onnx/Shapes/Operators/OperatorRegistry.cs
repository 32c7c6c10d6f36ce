using System.Collections.Frozen;

namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Finds what infers the outputs of an operator.</summary>
internal sealed class OperatorRegistry
{
    public const string MachineLearning = "ai.onnx.ml";
    public const string Microsoft = "com.microsoft";

    private static readonly FrozenDictionary<(string Domain, string OpType), OperatorShape> All = Collect();

    private readonly Dictionary<(string, string), OperatorShape> _rules = [];

    private OperatorRegistry()
    {
    }

    /// <summary>Operators that are known, by domain.</summary>
    public static IEnumerable<(string Domain, string OpType)> Known => All.Keys;

    public static OperatorShape? Find(string domain, string opType) => All.GetValueOrDefault((domain == "ai.onnx" ? string.Empty : domain, opType));

    public void Add(OperatorShape rule, params ReadOnlySpan<string> opTypes) => Add(string.Empty, rule, opTypes);

    public void Add(string domain, OperatorShape rule, params ReadOnlySpan<string> opTypes)
    {
        foreach (string opType in opTypes) { _rules.Add((domain, opType), rule); }
    }

    private static FrozenDictionary<(string, string), OperatorShape> Collect()
    {
        OperatorRegistry registry = new();
        ElementwiseOperators.Register(registry);
        ConstantOperators.Register(registry);
        CastOperators.Register(registry);
        ReshapeOperators.Register(registry);
        LayoutOperators.Register(registry);
        SelectOperators.Register(registry);
        ScatterOperators.Register(registry);
        SliceOperators.Register(registry);
        ReduceOperators.Register(registry);
        MatrixOperators.Register(registry);
        EinsumOperators.Register(registry);
        ConvolutionOperators.Register(registry);
        PoolOperators.Register(registry);
        NormalizationOperators.Register(registry);
        RecurrentOperators.Register(registry);
        AttentionOperators.Register(registry);
        ControlOperators.Register(registry);
        PreparationOperators.Register(registry);
        ModelOperators.Register(registry);
        QuantizationOperators.Register(registry);
        MicrosoftOperators.Register(registry);
        return registry._rules.ToFrozenDictionary();
    }
}
