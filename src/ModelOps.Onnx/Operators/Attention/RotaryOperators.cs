using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Rotary embeddings of <c>ai.onnx</c> 23 and of ONNX Runtime, which differ in the order of their inputs.</summary>
internal static class RotaryOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "RotaryEmbedding", static node => Compile(node, cosines: 1, sines: 2, positions: 3));
        set.Add(DenseOperators.Microsoft, "RotaryEmbedding", static node => Compile(node, cosines: 2, sines: 3, positions: 1));
    }

    private static CompiledNode Compile(NodeContext node, int cosines, int sines, int positions)
    {
        node.RequireType(0, OnnxElementType.Float);
        node.RequireType(cosines, OnnxElementType.Float);
        node.RequireType(sines, OnnxElementType.Float);
        if (node.HasInput(positions)) { node.RequireType(positions, OnnxElementType.Int64); }
        if (node.Attributes.Flag("is_packed_batching")) { throw new UnsupportedNodeException("its sequences are packed without padding (is_packed_batching)"); }
        if (node.Attributes.Float("scale", 1) != 1) { throw new UnsupportedNodeException("it scales positions"); }
        RotaryForm form = new((int)node.Attributes.Int("num_heads", 0), (int)node.Attributes.Int("rotary_embedding_dim", 0), node.Attributes.Flag("interleaved"));
        node.SetOutputType(0, OnnxElementType.Float);
        return new CompiledNode(v => new RotaryStep(v.Input(0), v.Output(0), v.Input(cosines), v.Input(sines), v.OptionalInput(positions), form));
    }
}
