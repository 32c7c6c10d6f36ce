using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Operators.Elementwise;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operators that make elements from shapes, from places, or by leaving some out.</summary>
internal static class CreationOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Range", Range);
        set.Add(string.Empty, "ConstantOfShape", ConstantOfShape);
        set.Add(string.Empty, "EyeLike", static node =>
        {
            OnnxElementType type = (OnnxElementType)node.Attributes.Int("dtype", (long)node.InputType(0));
            node.SetOutputType(0, type);
            long diagonal = node.Attributes.Int("k", 0);
            UnaryKernel fromByte = CastKernels.Create(OnnxElementType.UInt8, type);
            return new CompiledNode(v => new EyeStep(v, diagonal, fromByte));
        });
        set.Add(string.Empty, "Trilu", static node =>
        {
            node.SetOutputType(0, ElementMoves.Require(node, 0));
            if (node.HasInput(1)) { node.RequireType(1, OnnxElementType.Int64); }
            bool isUpper = node.Attributes.Flag("upper", true);
            return new CompiledNode(v => new TriangleStep(v, isUpper)) { IsRowWise = !node.HasInput(1) || node.Constant(1) is not null };
        });
        set.Add(string.Empty, "NonZero", static node =>
        {
            node.SetOutputType(0, OnnxElementType.Int64);
            UnaryKernel toBool = CastKernels.Create(node.InputType(0), OnnxElementType.Bool);
            return new CompiledNode(v => new NonZeroStep(v, toBool));
        });
        set.Add(string.Empty, "OneHot", static node =>
        {
            node.SetOutputType(0, ElementMoves.Require(node, 2));
            long axis = node.Attributes.Int("axis", -1);
            UnaryKernel places = ToLong(node.InputType(0));
            UnaryKernel depth = ToLong(node.InputType(1));
            return new CompiledNode(v => new OneHotStep(v, axis, places, depth)) { IsRowWise = node.Constant(2) is not null };
        });
        set.Add(string.Empty, "DepthToSpace", static node => SpaceAndDepth(
            node, node.Attributes.String("mode", "DCR") == "CRD" ? SpaceDepth.ToSpaceColumnRow : SpaceDepth.ToSpaceDepthFirst));
        set.Add(string.Empty, "SpaceToDepth", static node => SpaceAndDepth(node, SpaceDepth.ToDepth));
    }

    private static CompiledNode Range(NodeContext node)
    {
        OnnxElementType type = node.InputType(0);
        node.RequireType(1, type);
        node.RequireType(2, type);
        node.SetOutputType(0, type);
        return new CompiledNode(type switch
        {
            OnnxElementType.Float => static v => new RangeStep<float>(v),
            OnnxElementType.Double => static v => new RangeStep<double>(v),
            OnnxElementType.Int16 => static v => new RangeStep<short>(v),
            OnnxElementType.Int32 => static v => new RangeStep<int>(v),
            OnnxElementType.Int64 => static v => new RangeStep<long>(v),
            _ => throw new UnsupportedNodeException($"it has no form for {ElementTypes.Name(type)}"),
        });
    }

    private static CompiledNode ConstantOfShape(NodeContext node)
    {
        OnnxTensor value = node.Attributes.Tensor("value") ?? OnnxTensor.Floats(string.Empty, [1], [0f]);
        byte[] element = value.RawData.ToArray();
        if (element.Length * 8 != ElementTypes.Bits(value.ElementType) || element.Length == 0) { throw new UnsupportedNodeException($"its value of {ElementTypes.Name(value.ElementType)} is not one element of whole bytes"); }
        node.SetOutputType(0, value.ElementType);
        return new CompiledNode(v => new FillStep(v, element));
    }

    private static CompiledNode SpaceAndDepth(NodeContext node, SpaceDepth kind)
    {
        node.SetOutputType(0, ElementMoves.Require(node, 0));
        long block = node.Attributes.Int("blocksize", 0);
        if (block is < 1 or > 1024) { throw new UnsupportedNodeException($"the block size is {block}"); }
        return new CompiledNode(v => new SpaceDepthStep(v, (int)block, kind)) { IsRowWise = true };
    }

    private static UnaryKernel ToLong(OnnxElementType type) => CastKernels.Create(type, OnnxElementType.Int64);
}
