using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Tests.Kernels.Lanes;
using ModelOps.Onnx.Tests.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Dense;

public sealed unsafe class DenseLayerTests
{
    public static TheoryData<int> Kinds => [.. Enum.GetValues<ActivationKind>().Select(static kind => (int)kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_EachActivationAndWidth_AsDoubles(int kind)
    {
        Activation activation = new((ActivationKind)kind, 0.3f, 0.6f);
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            foreach ((int rows, int depth, int columns) in ((int, int, int)[])[(1, 30, 1), (3, 70, 2), (7, 5, 4), (2, 19, 5), (9, 40, 75), (1, 33, 64), (4, 0, 3)])
            {
                Check(activation, FloatKernels.For(width), rows, depth, columns);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Run_EveryDepthTo257_AsDoubles(int width)
    {
        for (int depth = 0; depth <= 257; depth++) { Check(Activation.None, FloatKernels.For((VectorWidth)width), 2, depth, 1 + (depth % 6)); }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Activate_NoNumbers_SameInEachWidth(int kind)
    {
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, 1e-40f, .. AwkwardFloats.Draw(3, 251)];
        Activation activation = new((ActivationKind)kind, 0.3f, 0.6f);
        float[] expected = Activate(VectorWidth.Scalar, activation, values);

        Assert.True(float.IsNaN(expected[0]) || activation.Kind == ActivationKind.ThresholdedRelu, "NaN is lost.");
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>()) { Assert.Equal(expected, Activate(width, activation, values)); }
    }

    private static float[] Activate(VectorWidth width, Activation activation, float[] values)
    {
        using GuardedMemory<float> guarded = new(values);
        fixed (float* x = guarded.Span) { FloatKernels.For(width).Activate(activation, x, values.Length); }
        return guarded.Span.ToArray();
    }

    private static void Check(Activation activation, FloatKernels kernels, int rows, int depth, int columns)
    {
        Random random = new((rows * 100) + depth + columns);
        float[] weights = [.. Enumerable.Range(0, depth * columns).Select(_ => random.NextSingle() - 0.5f)];
        float[] bias = [.. Enumerable.Range(0, columns).Select(_ => random.NextSingle() - 0.5f)];
        DenseLayer layer = new(kernels, weights, depth, columns, isTransposed: rows % 2 == 0, bias, activation);
        using GuardedMemory<float> x = new([.. Enumerable.Range(0, rows * depth).Select(_ => (random.NextSingle() * 4) - 2)]);
        using GuardedMemory<float> y = new(rows * columns);
        fixed (float* from = x.Span, to = y.Span) { layer.Run(from, to, rows); }

        for (int i = 0; i < y.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            double sum = bias[column];
            for (int k = 0; k < depth; k++) { sum += (double)x.Span[(row * depth) + k] * weights[rows % 2 == 0 ? (column * depth) + k : (k * columns) + column]; }
            double expected = Exact(activation, sum);
            Assert.True(Math.Abs(expected - y.Span[i]) <= 1e-6 * (depth + 4), $"Element {i} of {activation} is {expected:R}, and the layer says {y.Span[i]:R}.");
        }
    }

    private static double Exact(Activation activation, double x)
    {
        (double alpha, double beta) = (activation.Alpha, activation.Beta);
        return activation.Kind switch
        {
            ActivationKind.None => x,
            ActivationKind.Relu => Math.Max(0, x),
            ActivationKind.Clip => Math.Clamp(x, alpha, beta),
            ActivationKind.LeakyRelu => x < 0 ? alpha * x : x,
            ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
            ActivationKind.Tanh => Math.Tanh(x),
            ActivationKind.Gelu => 0.5 * x * (1 + VectorMathTests.Erf(x / Math.Sqrt(2))),
            ActivationKind.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
            ActivationKind.Swish => x / (1 + Math.Exp(-alpha * x)),
            ActivationKind.HardSigmoid => Math.Clamp((alpha * x) + beta, 0, 1),
            ActivationKind.Elu => x < 0 ? alpha * (Math.Exp(x) - 1) : x,
            ActivationKind.Softsign => x / (1 + Math.Abs(x)),
            ActivationKind.Affine => (alpha * x) + beta,
            ActivationKind.ScaledTanh => alpha * Math.Tanh(beta * x),
            ActivationKind.ThresholdedRelu => x > alpha ? x : 0,
            _ => throw new ArgumentOutOfRangeException(nameof(activation)),
        };
    }
}
