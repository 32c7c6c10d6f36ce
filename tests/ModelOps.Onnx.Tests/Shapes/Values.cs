using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Onnx.Tests.Shapes;

/// <summary>Tensors for models in tests.</summary>
internal static class Values
{
    /// <summary>Small values: floats in -1..1, integers 0 and 1.</summary>
    public static OnnxTensor Random(OnnxElementType type, IReadOnlyList<long> shape, int seed, string name)
    {
        Random random = new(seed);
        long count = shape.Aggregate(1L, static (product, size) => product * size);
        if (type == OnnxElementType.Float) { return OnnxTensor.Floats(name, shape, [.. Enumerable.Range(0, (int)count).Select(_ => (random.NextSingle() * 2) - 1)]); }
        if (type == OnnxElementType.Double) { return OnnxTensor.Doubles(name, shape, [.. Enumerable.Range(0, (int)count).Select(_ => (random.NextDouble() * 2) - 1)]); }
        return Of(type, shape, [.. Enumerable.Range(0, (int)count).Select(_ => (long)random.Next(2))], name);
    }

    public static OnnxTensor Of(OnnxElementType type, IReadOnlyList<long> shape, long[] values, string name) => type switch
    {
        OnnxElementType.Float => OnnxTensor.Floats(name, shape, Array.ConvertAll(values, static value => (float)value)),
        OnnxElementType.Double => OnnxTensor.Doubles(name, shape, Array.ConvertAll(values, static value => (double)value)),
        OnnxElementType.Int64 => OnnxTensor.Int64s(name, shape, values),
        OnnxElementType.Int32 => new OnnxTensor(name, type, shape, MemoryMarshal.AsBytes<int>(Array.ConvertAll(values, static value => (int)value)).ToArray()),
        OnnxElementType.String => OnnxTensor.Strings(name, shape, [.. values.Select(static value => value == 0 ? "a" : "b")]),
        _ => new OnnxTensor(name, type, shape, Array.ConvertAll(values, static value => (byte)value)),
    };

    public static OrtValue Feed(OnnxTensor tensor)
    {
        long[] shape = [.. tensor.Shape];
        if (tensor.ElementType == OnnxElementType.String)
        {
            OrtValue text = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
            for (int i = 0; i < tensor.StringData.Count; i++) { text.StringTensorSetElementAt(tensor.StringData[i], i); }
            return text;
        }

        return tensor.ElementType switch
        {
            OnnxElementType.Float => Of<float>(tensor, shape),
            OnnxElementType.Double => Of<double>(tensor, shape),
            OnnxElementType.Int64 => Of<long>(tensor, shape),
            OnnxElementType.Int32 => Of<int>(tensor, shape),
            OnnxElementType.Bool => Of<bool>(tensor, shape),
            OnnxElementType.Int8 => Of<sbyte>(tensor, shape),
            _ => Of<byte>(tensor, shape),
        };
    }

    private static OrtValue Of<T>(OnnxTensor tensor, long[] shape)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(MemoryMarshal.Cast<byte, T>(tensor.RawData.Span).ToArray(), shape);
}
