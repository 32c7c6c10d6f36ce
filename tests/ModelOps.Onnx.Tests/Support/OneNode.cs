namespace ModelOps.Onnx.Tests.Support;

/// <summary>Compares the engine with ONNX Runtime on a model of one node.</summary>
internal static class OneNode
{
    /// <summary>Compares; fails with the node and the inputs in the message.</summary>
    /// <param name="opset">Version of <c>ai.onnx</c>.</param>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Inputs of the model; their shapes are fixed.</param>
    /// <param name="constants">Inputs of the node that are constant.</param>
    /// <param name="outputs">Types of the outputs; that of the first input when empty.</param>
    /// <param name="relative">How far numbers may differ, as a part of the larger one.</param>
    /// <param name="absolute">How far they may differ besides.</param>
    public static void Check(
        int opset, OnnxNode node, OnnxTensor[] inputs, OnnxTensor[]? constants = null, OnnxElementType[]? outputs = null, double relative = 0, double absolute = 0)
    {
        OnnxElementType[] types = outputs ?? [.. node.Outputs.Select(_ => inputs[0].ElementType)];
        OnnxModel model = NodeModel.Of(opset, node, [.. inputs.Select(static i => NodeModel.InputLike(i, isOpen: false))], types, constants ?? []);
        try { Oracle.Check(model, inputs, relative, absolute); }
        catch (Exception e)
        {
            string shapes = string.Join(" ", inputs.Concat(constants ?? []).Select(static i => $"{i.Name}: {i.ElementType} [{string.Join(',', i.Shape)}]"));
            throw new InvalidOperationException($"{node.OpType}-{opset} of {shapes}: {e.Message}", e);
        }
    }
}
