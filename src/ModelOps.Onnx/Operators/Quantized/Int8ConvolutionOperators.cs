using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Kernels.Quantized;
using ModelOps.Onnx.Operators.Convolution;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Convolutions of 8-bit integers over one to three dimensions, by constant weights.</summary>
internal static class Int8ConvolutionOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "ConvInteger", ConvInteger);
        set.Add(string.Empty, "QLinearConv", QLinearConv);
    }

    /// <summary>Inputs: x, w, x_zero_point, w_zero_point.</summary>
    private static CompiledNode ConvInteger(NodeContext node)
    {
        node.SetOutputType(0, OnnxElementType.Int32);
        return Compile(node, (1, 2), Filters(node, 1), 3, null);
    }

    /// <summary>Inputs: x, x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, bias.</summary>
    private static CompiledNode QLinearConv(NodeContext node)
    {
        OnnxTensor tensor = Filters(node, 3);
        int filters = (int)tensor.Shape[0];
        float scale = node.Scalar(1, "the scale of the activations"), scaleOfOutput = node.Scalar(6, "the scale of the output");
        OnnxElementType type = node.RequireBytes(7);
        float[] scales = Array.ConvertAll(node.ColumnScales(4, filters), s => scale * s / scaleOfOutput);
        node.SetOutputType(0, type);
        return Compile(node, (3, 2), tensor, 5, new ConvolutionBytes(scales, node.IntegerBias(8, filters), QuantizedConstants.Range(type, node.ZeroPoint(7))));
    }

    private static OnnxTensor Filters(NodeContext node, int input)
    {
        node.RequireBytes(0);
        node.RequireBytes(input);
        OnnxTensor tensor = node.RequireConstant(input, "the filters");
        return tensor.Shape.Count is >= 3 and <= 5 ? tensor : throw new UnsupportedNodeException($"its weights have {tensor.Shape.Count} dimensions");
    }

    private static CompiledNode Compile(NodeContext node, (int Weights, int ZeroPoint) at, OnnxTensor tensor, int zeroPointInput, ConvolutionBytes? bytes)
    {
        node.RequireOneZeroPoint(at.ZeroPoint);
        ConvolutionForm form = ConvolutionForm.Read(node.Attributes, Activation.None);
        int filters = (int)tensor.Shape[0], depth = (int)tensor.Shape.Skip(1).Aggregate(1L, static (a, b) => a * b);
        if (filters % form.Groups != 0) { throw new UnsupportedNodeException($"{filters} filters do not fall into {form.Groups} groups"); }
        byte[] zeroPoints = node.ColumnZeroPoints(zeroPointInput, tensor.ElementType, filters);
        filters /= form.Groups;
        PackedInt8Matrix[] groups = new PackedInt8Matrix[form.Groups];
        for (int group = 0; group < groups.Length; group++)
        {
            byte[] zeros = zeroPoints.Length > 1 ? zeroPoints[(group * filters)..((group + 1) * filters)] : zeroPoints;
            ReadOnlyMemory<byte> bytesOfGroup = tensor.RawData.Slice(group * filters * depth, filters * depth);
            groups[group] = new PackedInt8Matrix(new Int8Weights(bytesOfGroup, tensor.ElementType == OnnxElementType.Int8, depth, filters, IsTransposed: true, zeros));
        }

        return new(v => new Int8ConvolutionStep(v, at, groups, form, bytes)) { IsRowWise = true, Choice = node.Int8Choice() };
    }
}
