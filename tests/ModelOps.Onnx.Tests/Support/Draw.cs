using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Tests.Support;

/// <summary>Tensors of any type with random elements, among them the odd ones of the type. The same seed gives the same tensor.</summary>
internal static class Draw
{
    private static readonly double[] Odd =
        [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-40, -1e-40, 1e-310, 0.5, -0.5, 1.5, 2.5, -2.5, 1, -1, 3e38, -3e38, 1e300, 65504, 70000, 2147483648, -2147483649, 9.3e18, 1.9e19];

    private static readonly long[] OddIntegers = [0, 1, -1, 2, 127, 128, -128, 255, 32767, -32768, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 53];

    /// <summary>A tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type, of numbers or booleans.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="seed">What its elements depend on.</param>
    /// <param name="isOdd">Whether odd elements are among them.</param>
    /// <param name="scale">Reals lie between minus and plus that; integers likewise.</param>
    public static OnnxTensor Tensor(string name, OnnxElementType type, long[] shape, int seed, bool isOdd = false, double scale = 10)
    {
        Random random = new((seed * 7919) + (int)type);
        int count = (int)shape.Aggregate(1L, static (a, b) => a * b);
        if (type == OnnxElementType.String) { return OnnxTensor.Strings(name, shape, [.. Enumerable.Range(0, count).Select(_ => $"s{random.Next(4)}")]); }
        double[] reals = new double[count];
        long[] integers = new long[count];
        for (int i = 0; i < count; i++)
        {
            reals[i] = isOdd && random.Next(3) == 0 ? Odd[random.Next(Odd.Length)] : ((random.NextDouble() * 2) - 1) * scale;
            integers[i] = isOdd && random.Next(3) == 0 ? OddIntegers[random.Next(OddIntegers.Length)] : (long)Math.Round(((random.NextDouble() * 2) - 1) * scale);
        }

        return new OnnxTensor(name, type, shape, ToBytes(type, reals, integers));
    }

    private static byte[] ToBytes(OnnxElementType type, double[] reals, long[] integers) => type switch
    {
        OnnxElementType.Float => Bytes(reals, static v => (float)v),
        OnnxElementType.Double => Bytes(reals, static v => v),
        OnnxElementType.Float16 => Bytes(reals, static v => (Half)v),
        OnnxElementType.BFloat16 => Bytes(reals, static v => (ushort)(BitConverter.SingleToInt32Bits((float)v) >> 16)),
        OnnxElementType.Bool => Bytes(integers, static v => (byte)(v & 1)),
        OnnxElementType.Int8 or OnnxElementType.UInt8 => Bytes(integers, static v => (byte)v),
        OnnxElementType.Int16 or OnnxElementType.UInt16 => Bytes(integers, static v => (ushort)v),
        OnnxElementType.Int32 or OnnxElementType.UInt32 => Bytes(integers, static v => (uint)v),
        _ => Bytes(integers, static v => v),
    };

    private static byte[] Bytes<TFrom, T>(TFrom[] from, Converter<TFrom, T> convert)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(Array.ConvertAll(from, convert)).ToArray();
}
