using System.Runtime.InteropServices;
using ModelOps.Onnx.Tests.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Operators.Quantized;

/// <summary>Random tensors of quantized models.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    public OnnxTensor Bytes(string name, OnnxElementType type, params long[] shape)
    {
        Assert.True(ElementTypes.TryByteLength(type, shape, out long length));
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return new OnnxTensor(name, type, shape, bytes);
    }

    public OnnxTensor Floats(string name, float size, params long[] shape) =>
        OnnxTensor.Floats(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (a, b) => a * b)).Select(_ => ((_random.NextSingle() * 2) - 1) * size)]);

    /// <summary>Scales around <paramref name="size"/>, above 0.</summary>
    public OnnxTensor Scales(string name, float size, params long[] shape) =>
        OnnxTensor.Floats(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (a, b) => a * b)).Select(_ => (_random.NextSingle() + 0.5f) * size)]);

    public OnnxTensor Integers(string name, int size, params long[] shape) =>
        new(name, OnnxElementType.Int32, shape, MemoryMarshal.AsBytes<int>([.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (a, b) => a * b)).Select(_ => _random.Next(-size, size))]).ToArray());

    /// <summary>Floats with halves, infinities and the like.</summary>
    public OnnxTensor Awkward(string name, params long[] shape) =>
        OnnxTensor.Floats(name, shape, AwkwardFloats.Draw(_random.Next(), (int)shape.Aggregate(1L, static (a, b) => a * b)));

    public static OnnxTensor Scalar(string name, OnnxElementType type, int value) =>
        new(name, type, [], BitConverter.GetBytes(value)[..(ElementTypes.Bits(type) / 8)]);

    public static OnnxTensor Zeros(string name, OnnxElementType type, params long[] shape)
    {
        Assert.True(ElementTypes.TryByteLength(type, shape, out long length));
        return new OnnxTensor(name, type, shape, new byte[length]);
    }
}
