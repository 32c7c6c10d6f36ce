using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Lanes;
using ModelOps.Onnx.Tests.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Lanes;

/// <summary>The functions of vectors against those of doubles. Tolerance: 3e-7 relative, and the least normal float, as a result below it may become 0.</summary>
public sealed unsafe class VectorMathTests
{
    private static readonly float[] Points =
    [
        .. Enumerable.Range(-3000, 6001).Select(static i => i / 150f),
        .. Enumerable.Range(0, 2000).Select(static i => MathF.Pow(10, (i / 100f) - 18)),
        .. Enumerable.Range(-1100, 2200).Select(static i => i / 10f),
        0f, -0f, 1e-40f, float.Epsilon, float.MaxValue, float.MinValue, 88.72284f, -87.33655f, 0.625f, 0.6249999f, 1f, 0.99999994f, 4f,
    ];

    private delegate float[] Function(float[] x);

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Functions_ManyPoints_AsDoubles(int width)
    {
        foreach ((string name, Function run, Func<double, double> expected) in Functions((VectorWidth)width))
        {
            float[] actual = run(Points);
            for (int i = 0; i < Points.Length; i++)
            {
                double exact = expected(Points[i]);
                double nearest = (float)exact;
                if (double.IsInfinity(nearest)) { Assert.Equal((float)exact, actual[i]); continue; }
                Assert.True(
                    Math.Abs(actual[i] - exact) <= (3e-7 * Math.Abs(exact)) + 1.2e-38, $"{name}({Points[i]:R}) is {exact:R}, and the vectors say {actual[i]:R}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Functions_NoNumbers_AsMathematicsHasThem(int width)
    {
        float[] x = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        Dictionary<string, float[]> expected = new(StringComparer.Ordinal)
        {
            ["exp"] = [float.NaN, float.PositiveInfinity, 0f],
            ["sigmoid"] = [float.NaN, 1f, 0f],
            ["tanh"] = [float.NaN, 1f, -1f],
            ["erf"] = [float.NaN, 1f, -1f],
        };
        foreach ((string name, Function run, _) in Functions((VectorWidth)width)) { Assert.Equal(expected[name], run(x)); }
    }

    private static IEnumerable<(string Name, Function Run, Func<double, double> Expected)> Functions(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => Of<Lanes512, Vector512<float>>(),
        VectorWidth.Bits256 => Of<Lanes256, Vector256<float>>(),
        VectorWidth.Bits128 => Of<Lanes128, Vector128<float>>(),
        _ => Of<ScalarLanes, float>(),
    };

    private static IEnumerable<(string Name, Function Run, Func<double, double> Expected)> Of<TLanes, TVector>()
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged =>
    [
        ("exp", static x => Map<TLanes, TVector>(x, &VectorMath<TLanes, TVector>.Exp), Math.Exp),
        ("sigmoid", static x => Map<TLanes, TVector>(x, &VectorMath<TLanes, TVector>.Sigmoid), static x => 1 / (1 + Math.Exp(-x))),
        ("tanh", static x => Map<TLanes, TVector>(x, &VectorMath<TLanes, TVector>.Tanh), Math.Tanh),
        ("erf", static x => Map<TLanes, TVector>(x, &VectorMath<TLanes, TVector>.Erf), Erf),
    ];

    private static float[] Map<TLanes, TVector>(float[] x, delegate*<TVector, TVector> function)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        float[] y = new float[x.Length];
        fixed (float* from = x, to = y)
        {
            for (int i = 0; i < x.Length; i += TLanes.Count)
            {
                int count = Math.Min(TLanes.Count, x.Length - i);
                TLanes.StoreFirst(to + i, function(TLanes.LoadFirst(from + i, count)), count);
            }
        }

        return y;
    }

    /// <summary>Error function: its power series near 0, else the continued fraction of its complement (Abramowitz and Stegun, 7.1.6 and 7.1.14).</summary>
    internal static double Erf(double x)
    {
        double size = Math.Abs(x);
        if (size > 6) { return Math.Sign(x); }
        if (size < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; n < 80; n++)
            {
                term *= 2 * x * x / ((2 * n) + 1);
                sum += term;
            }

            return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
        }

        double fraction = size;
        for (int n = 60; n > 0; n--) { fraction = size + (n / 2.0 / fraction); }
        return Math.Sign(x) * (1 - (Math.Exp(-size * size) / Math.Sqrt(Math.PI) / fraction));
    }
}
