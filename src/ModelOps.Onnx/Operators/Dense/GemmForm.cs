using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Dense;

/// <summary>Attributes of a product.</summary>
/// <param name="TransA">Whether the left side is given transposed.</param>
/// <param name="TransB">Whether the right side is.</param>
/// <param name="Alpha">Factor of the product.</param>
/// <param name="Beta">Factor of what is added.</param>
/// <param name="Activation">What is applied last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GemmForm(bool TransA, bool TransB, float Alpha, float Beta, Activation Activation)
{
    /// <summary>Reads the attributes of a node.</summary>
    public static GemmForm Read(NodeContext node) => new(
        node.Attributes.Flag("transA"), node.Attributes.Flag("transB"), node.Attributes.Float("alpha", 1), node.Attributes.Float("beta", 1), FusedActivation.Read(node.Attributes));
}
