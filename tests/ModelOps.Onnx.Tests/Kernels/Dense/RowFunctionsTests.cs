using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Tests.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Dense;

/// <summary>Kernels of normalisations in each width against doubles: 1e-6 of the size of what is summed.</summary>
public sealed unsafe class RowFunctionsTests
{
    private delegate void Kernel(FloatKernels kernels, float* x, float* y, float* scale, float* shift, int length);

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Softmax_EveryLengthTo257_AsDoubles(int width)
    {
        EachLength(width, static (k, x, y, _, _, n) => k.Softmax(x, y, n, isLogarithm: false), static (x, _, _, i) => Math.Exp(x[i] - x.Max()) / x.Sum(v => Math.Exp(v - x.Max())));
        EachLength(width, static (k, x, y, _, _, n) => k.Softmax(x, y, n, isLogarithm: true), static (x, _, _, i) => x[i] - x.Max() - Math.Log(x.Sum(v => Math.Exp(v - x.Max()))));
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void SoftmaxColumns_EveryWidthTo70_AsDoubles(int width)
    {
        for (int inner = 1; inner <= 70; inner++)
        {
            foreach (bool isLogarithm in (bool[])[false, true])
            {
                float[] values = Draw(inner, 5 * inner);
                using GuardedMemory<float> x = new(values);
                using GuardedMemory<float> y = new(values.Length);
                fixed (float* from = x.Span, to = y.Span) { FloatKernels.For((VectorWidth)width).SoftmaxColumns(from, to, 5, inner, isLogarithm); }

                for (int i = 0; i < values.Length; i++)
                {
                    double sum = Enumerable.Range(0, 5).Sum(row => Math.Exp(values[(row * inner) + (i % inner)] - (double)values[i]));
                    Assert.Equal(isLogarithm ? -Math.Log(sum) : 1 / sum, y.Span[i], 2e-6);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Normalize_EveryLengthTo257_AsDoubles(int width)
    {
        EachLength(
            width,
            static (k, x, y, scale, shift, n) =>
            {
                k.Moments(x, n, out float mean, out float variance);
                k.Normalize(x, y, n, mean, 1 / MathF.Sqrt(variance + 0.01f), scale, shift);
            },
            static (x, scale, shift, i) => ((x[i] - x.Average()) / Math.Sqrt(Variance(x) + 0.01) * scale[i]) + shift[i]);
        EachLength(
            width,
            static (k, x, y, scale, _, n) => k.Normalize(x, y, n, 0, 1 / MathF.Sqrt(k.MeanSquare(x, n) + 0.01f), scale, null),
            static (x, scale, _, i) => x[i] / Math.Sqrt(x.Average(static v => v * v) + 0.01) * scale[i]);
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void ScaleShift_EveryLengthTo257_AsDoubles(int width)
    {
        EachLength(width, static (k, x, y, _, _, n) => k.ScaleShift(x, y, n, 0.3f, -2), static (x, _, _, i) => (x[i] * 0.3f) - 2);
        EachLength(width, static (k, x, y, scale, shift, n) => k.ScaleShiftEach(x, y, n, scale, shift), static (x, scale, shift, i) => (x[i] * scale[i]) + shift[i]);
        EachLength(
            width,
            static (k, x, y, _, shift, n) =>
            {
                new ReadOnlySpan<float>(shift, n).CopyTo(new Span<float>(y, n));
                k.AddScaled(y, x, n, 0.3f);
            },
            static (x, _, shift, i) => (x[i] * 0.3f) + shift[i]);
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Cells_EveryLengthTo257_AsDoubles(int width)
    {
        EachLength(width, static (k, x, y, scale, _, n) => k.Product(y, x, scale, n), static (x, scale, _, i) => x[i] * scale[i]);
        EachLength(
            width,
            static (k, x, y, scale, shift, n) =>
            {
                new ReadOnlySpan<float>(shift, n).CopyTo(new Span<float>(y, n));
                k.AddProduct(y, x, scale, n);
                k.Blend(y, scale, x, n);
            },
            static (x, scale, shift, i) => (scale[i] * ((x[i] * scale[i]) + shift[i])) + ((1 - scale[i]) * x[i]));
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void LstmCell_EverySizeTo130_AsDoubles(int width)
    {
        for (int n = 1; n <= 130; n++)
        {
            float[] sums = Draw(n, 4 * n), states = Draw(n + 1, n);
            using GuardedMemory<float> gates = new(sums);
            using GuardedMemory<float> c = new(states);
            using GuardedMemory<float> h = new(n);
            fixed (float* g = gates.Span, state = c.Span, output = h.Span) { FloatKernels.For((VectorWidth)width).LstmCell(g, state, output, n); }

            for (int i = 0; i < n; i++)
            {
                double next = (Sigmoid(sums[(2 * n) + i]) * states[i]) + (Sigmoid(sums[i]) * Math.Tanh(sums[(3 * n) + i]));
                Assert.Equal(next, c.Span[i], 2e-6);
                Assert.Equal(Sigmoid(sums[n + i]) * Math.Tanh(next), h.Span[i], 2e-6);
            }
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Variance(double[] x) => x.Average(v => (v - x.Average()) * (v - x.Average()));

    private static void EachLength(int width, Kernel kernel, Func<double[], double[], double[], int, double> expected)
    {
        for (int length = 1; length <= 257; length += length < 70 ? 1 : 11)
        {
            (float[] values, float[] scales, float[] shifts) = (Draw(length, length), Draw(length + 1, length), Draw(length + 2, length));
            using GuardedMemory<float> x = new(values);
            using GuardedMemory<float> y = new(length);
            using GuardedMemory<float> scale = new(scales);
            using GuardedMemory<float> shift = new(shifts);
            fixed (float* from = x.Span, to = y.Span, by = scale.Span, add = shift.Span) { kernel(FloatKernels.For((VectorWidth)width), from, to, by, add, length); }

            (double[] exact, double[] exactScales, double[] exactShifts) = (Array.ConvertAll(values, ToDouble), Array.ConvertAll(scales, ToDouble), Array.ConvertAll(shifts, ToDouble));
            for (int i = 0; i < length; i += 1 + (length / 40))
            {
                double wanted = expected(exact, exactScales, exactShifts, i);
                Assert.Equal(wanted, y.Span[i], 2e-6 * (1 + Math.Abs(wanted)));
            }
        }
    }

    private static double ToDouble(float value) => value;

    private static float[] Draw(int seed, int count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 6) - 3)];
    }
}
