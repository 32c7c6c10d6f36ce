using ModelOps.Onnx.Quantization.Parameters;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Graphs;

/// <summary>Quantizes weights into constants of a graph; a weight that several nodes read alike is quantized once.</summary>
internal sealed class WeightStore(GraphEditor editor, WeightRule rule)
{
    private readonly Dictionary<(string Name, int? Axis, bool IsTransposed, float Factor, bool IsSymmetric), QuantizedWeight> _known = [];

    /// <summary>Quantizes the weight of a product.</summary>
    /// <param name="request">Which weight, and how the node sees it.</param>
    /// <param name="bias">A bias that is to be added in the scale of the products; empty for none.</param>
    /// <param name="input">Scale of the other factor.</param>
    public QuantizedWeight Get(WeightRequest request, ReadOnlySpan<float> bias, float input)
    {
        OnnxTensor tensor = editor.Constant(request.Name)!;
        int? axis = rule.IsPerChannel ? request.Axis : null;
        bool isSymmetric = rule.IsSymmetric || (axis is not null && request.MustBeSymmetricPerChannel);
        (string, int?, bool, float, bool) key = (request.Name, axis, request.IsTransposed, request.Factor, isSymmetric);
        if (_known.TryGetValue(key, out QuantizedWeight? known) && bias.IsEmpty) { return known; }

        float[] values = Values(tensor, request);
        IReadOnlyList<long> shape = request.IsTransposed ? [tensor.Shape[1], tensor.Shape[0]] : tensor.Shape;
        ChannelLayout layout = ChannelLayout.Of(shape, axis);
        QuantizedRange range = QuantizedRange.OfWeights(isSymmetric, rule.IsReduced);
        float[] scales = new float[layout.Channels];
        int[] zeros = new int[layout.Channels];
        WeightMath.Fit(values, layout, range, isSymmetric, scales, zeros);
        float[] fitted = [.. scales];
        WeightMath.MakeRoomForBias(bias, input, scales);
        bool isOrdinary = scales.AsSpan().SequenceEqual(fitted);
        if (isOrdinary && known is not null) { return known; }

        IReadOnlyList<long> perChannel = axis is null ? [] : [layout.Channels];
        QuantizedWeight weight = new(
            editor.AddConstant(new OnnxTensor(request.Name + "_quantized", OnnxElementType.Int8, shape, WeightMath.Quantize(values, layout, range, scales, zeros))),
            editor.AddConstant(OnnxTensor.Floats(request.Name + "_scale", perChannel, scales)),
            editor.AddConstant(Tensors.ZeroPoints(request.Name + "_zero_point", QuantizedType.Int8, perChannel, zeros)),
            scales,
            axis);
        if (isOrdinary) { _known.Add(key, weight); }
        return weight;
    }

    /// <summary>The weight as the node sees it: transposed and multiplied.</summary>
    public static float[] Values(OnnxTensor tensor, WeightRequest request)
    {
        ReadOnlySpan<float> floats = Tensors.Floats(tensor);
        float[] values = request.IsTransposed ? Tensors.Transpose(floats, (int)tensor.Shape[0], (int)tensor.Shape[1]) : floats.ToArray();
        if (request.Factor != 1f)
        {
            for (int i = 0; i < values.Length; i++) { values[i] *= request.Factor; }
        }

        return values;
    }
}
