using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Tests.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Dense;

/// <summary>Products in each width: every bit of the scalar twin, and a float's error for each step of the depth against sums of doubles.</summary>
public sealed unsafe class MatrixProductTests
{
    private static readonly int[] Columns = [1, 5, 15, 16, 17, 33, 63, 64, 65, 80, 127, 128, 130];

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Multiply_ManyShapes_EveryBitOfTheScalarTwin(int width)
    {
        foreach (int rows in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 13, 67])
        {
            foreach (int columns in Columns) { Check((VectorWidth)width, rows, columns, rows == 67 ? 9 : 37, isFinite: true); }
        }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Multiply_EveryDepthTo257_EveryBitOfTheScalarTwin(int width)
    {
        for (int depth = 0; depth <= 257; depth++) { Check((VectorWidth)width, 1 + (depth % 6), 70 + (depth % 13), depth, isFinite: true); }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Multiply_NoNumbers_AsTheScalarTwin(int width)
    {
        foreach (int rows in (int[])[1, 4, 8]) { Check((VectorWidth)width, rows, 81, 12, isFinite: false); }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Multiply_RowAlone_SameBitsAsAmongOthers(int width)
    {
        FloatKernels kernels = FloatKernels.For((VectorWidth)width);
        (float[] a, float[] b) = (Draw(1, 13 * 50), Draw(2, 50 * 90));
        PackedMatrix matrix = new(b, 50, 90);
        float[] together = new float[13 * 90];
        float[] alone = new float[13 * 90];
        fixed (float* x = a, y = together, z = alone)
        {
            kernels.Multiply(x, 50, 13, matrix.Panels, 50, 90, new Epilogue(), y, 90);
            for (int row = 0; row < 13; row++) { kernels.Multiply(x + (row * 50), 50, 1, matrix.Panels, 50, 90, new Epilogue(), z + (row * 90), 90); }
        }

        Assert.Equal(together, alone);
        GC.KeepAlive(matrix);
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void MultiplyPlain_NotPacked_SameBitsAsPacked(int width)
    {
        FloatKernels kernels = FloatKernels.For((VectorWidth)width);
        (float[] a, float[] b) = (Draw(3, 5 * 31), Draw(4, 31 * 200));
        float[] part = new float[31 * 128];
        for (int k = 0; k < 31; k++) { b.AsSpan(k * 200, 128).CopyTo(part.AsSpan(k * 128)); }
        PackedMatrix matrix = new(part, 31, 128);
        float[] expected = new float[5 * 128];
        float[] actual = new float[5 * 128];
        fixed (float* x = a, plain = b, y = expected, z = actual)
        {
            kernels.Multiply(x, 31, 5, matrix.Panels, 31, 128, new Epilogue(), y, 128);
            kernels.MultiplyPlain(x, 31, 5, plain, 200, 31, 128, new Epilogue(), z, 128);
        }

        Assert.Equal(expected, actual);
        GC.KeepAlive(matrix);
    }

    [Theory]
    [InlineData(7, 5)]
    [InlineData(33, 64)]
    [InlineData(12, 150)]
    public void PackedMatrix_Transposed_SamePanels(int depth, int columns)
    {
        float[] values = Draw(5, depth * columns);
        float[] transposed = new float[values.Length];
        for (int i = 0; i < values.Length; i++) { transposed[(i % columns * depth) + (i / columns)] = values[i]; }
        PackedMatrix plain = new(values, depth, columns);
        PackedMatrix other = new(transposed, depth, columns, isTransposed: true);
        int length = PanelLayout.Length(depth, columns);

        Assert.Equal(new ReadOnlySpan<float>(plain.Panels, length).ToArray(), new ReadOnlySpan<float>(other.Panels, length).ToArray());
        Assert.Equal(0, (nint)plain.Panels % 64);
        GC.KeepAlive(plain);
        GC.KeepAlive(other);
    }

    private static void Check(VectorWidth width, int rows, int columns, int depth, bool isFinite)
    {
        int seed = (rows * 1000) + (columns * 10) + depth;
        float[] left = isFinite ? Draw(seed, rows * depth) : AwkwardFloats.Draw(seed, rows * depth);
        float[] right = isFinite ? Draw(seed + 1, depth * columns) : AwkwardFloats.Draw(seed + 1, depth * columns);
        float[] bias = Draw(seed + 2, rows * columns);
        PackedMatrix matrix = new(right, depth, columns);
        using GuardedMemory<float> a = new(left);
        using GuardedMemory<float> addend = new(bias);
        using GuardedMemory<float> y = new(rows * columns);
        float[] scalar = new float[rows * columns];
        (float low, float high, float scale) = seed % 2 == 0 ? (float.NegativeInfinity, float.PositiveInfinity, 1f) : (-0.5f, 1.5f, 0.7f);
        fixed (float* x = a.Span, add = addend.Span, result = y.Span, twin = scalar)
        {
            Epilogue end = new() { Low = low, High = high, Scale = scale };
            end.Add(add, columns);
            FloatKernels.For(width).Multiply(x, depth, rows, matrix.Panels, depth, columns, in end, result, columns);
            FloatKernels.For(VectorWidth.Scalar).Multiply(x, depth, rows, matrix.Panels, depth, columns, in end, twin, columns);
        }

        GC.KeepAlive(matrix);
        Assert.Equal(scalar, y.Span.ToArray());
        if (!isFinite) { return; }
        for (int i = 0; i < scalar.Length; i++)
        {
            double sum = 0, size = Math.Abs(bias[i]);
            for (int k = 0; k < depth; k++)
            {
                double product = (double)left[(i / columns * depth) + k] * right[(k * columns) + (i % columns)];
                sum += product;
                size += Math.Abs(product);
            }

            double exact = Math.Min(high, Math.Max(low, (scale * sum) + bias[i]));
            Assert.True(Math.Abs(exact - scalar[i]) <= (depth + 2) * size * 6e-8, $"Element {i} is {exact:R}, and the kernel says {scalar[i]:R}.");
        }
    }

    private static float[] Draw(int seed, int count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
