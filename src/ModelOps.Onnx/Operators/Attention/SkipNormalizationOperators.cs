using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Normalisations of a sum, which ONNX Runtime's optimizer makes of the end of a transformer's block.</summary>
internal static class SkipNormalizationOperators
{
    /// <summary>Epsilon where a node says none.</summary>
    private const float Epsilon = 1e-12f;

    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(DenseOperators.Microsoft, "SkipLayerNormalization", static node => Compile(node, isCentred: true));
        set.Add(DenseOperators.Microsoft, "SkipSimplifiedLayerNormalization", static node => Compile(node, isCentred: false));
    }

    private static CompiledNode Compile(NodeContext node, bool isCentred)
    {
        bool isConstant = node.Constant(0) is null && node.Constant(1) is null;
        for (int i = 0; i < node.InputCount; i++)
        {
            if (!node.HasInput(i)) { continue; }
            node.RequireType(i, OnnxElementType.Float);
            isConstant &= i < 2 || node.Constant(i) is not null;
        }

        // ONNX Runtime leaves the second and third output empty at inference; nobody can ask for what it would not give.
        if (node.HasOutput(1) || node.HasOutput(2)) { throw new UnsupportedNodeException("its mean or deviation is asked for, which only training computes"); }
        node.SetOutputType(0, OnnxElementType.Float);
        node.SetOutputType(3, OnnxElementType.Float);
        float epsilon = node.Attributes.Float("epsilon", Epsilon);
        return new CompiledNode(v => new SkipNormalizationStep(v, epsilon, isCentred)) { IsRowWise = isConstant && node.Shape(0) is { Count: > 1 } };
    }
}
