namespace ModelOps.Onnx.Tests.Operators.Dense;

/// <summary>Tensors of random numbers.</summary>
internal static class Drawn
{
    /// <summary>Floats between -<paramref name="size"/> and <paramref name="size"/>.</summary>
    public static OnnxTensor Floats(string name, int seed, float size, params long[] shape)
    {
        Random random = new(seed);
        long count = 1;
        foreach (long dimension in shape) { count *= dimension; }
        return OnnxTensor.Floats(name, shape, [.. Enumerable.Range(0, (int)count).Select(_ => ((random.NextSingle() * 2) - 1) * size)]);
    }

    /// <summary>Floats among which are NaN, infinities, denormals and zeros of both signs.</summary>
    public static OnnxTensor Odd(string name, int seed, params long[] shape)
    {
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-41f, -0f, 0f, 1e30f, -120f, 120f];
        OnnxTensor tensor = Floats(name, seed, 3, shape);
        float[] values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
        Random random = new(seed + 1);
        for (int i = 0; i < values.Length; i++)
        {
            if (random.Next(4) == 0) { values[i] = odd[random.Next(odd.Length)]; }
        }

        return OnnxTensor.Floats(name, shape, values);
    }
}
