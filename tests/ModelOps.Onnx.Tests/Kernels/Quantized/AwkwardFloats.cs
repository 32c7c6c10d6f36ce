namespace ModelOps.Onnx.Tests.Kernels.Quantized;

/// <summary>Floats near the middle between two integers, and those that are no ordinary numbers.</summary>
internal static class AwkwardFloats
{
    private static readonly float[] Odd =
        [0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -1e-40f, float.MaxValue, float.MinValue, 0.5f, -0.5f, 1.5f, 2.5f, 127.5f, 128.5f, -128.5f, 254.5f, 255.5f, 1e9f, -3e9f];

    public static float[] Draw(int seed, int count, bool isFinite = false)
    {
        Random random = new(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            float odd = Odd[random.Next(Odd.Length)];
            values[i] = random.Next(4) switch
            {
                0 when !isFinite || float.IsFinite(odd) => odd,
                1 => random.Next(-600, 600) / 2f,
                _ => (random.NextSingle() - 0.5f) * 700f,
            };
        }

        return values;
    }
}
