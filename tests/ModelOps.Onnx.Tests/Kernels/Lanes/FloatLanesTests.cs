using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels.Lanes;
using ModelOps.Onnx.Tests.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Lanes;

public sealed unsafe class FloatLanesTests
{
    [Fact]
    public void First_EveryCount_TouchesNothingBehind()
    {
        First<Lanes512, Vector512<float>>();
        First<Lanes256, Vector256<float>>();
        First<Lanes128, Vector128<float>>();
        First<ScalarLanes, float>();
    }

    [Fact]
    public void Bounds_NaN_StaysNaN()
    {
        Bounds<Lanes512, Vector512<float>>();
        Bounds<Lanes256, Vector256<float>>();
        Bounds<Lanes128, Vector128<float>>();
        Bounds<ScalarLanes, float>();
    }

    [Fact]
    public void Sum_EachWidth_AddsAllLanes()
    {
        Sum<Lanes512, Vector512<float>>();
        Sum<Lanes256, Vector256<float>>();
        Sum<Lanes128, Vector128<float>>();
        Sum<ScalarLanes, float>();
    }

    private static void First<TLanes, TVector>()
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        float* whole = stackalloc float[16];
        for (int count = 0; count <= TLanes.Count; count++)
        {
            using GuardedMemory<float> from = new([.. Enumerable.Range(1, count).Select(static i => (float)i)]);
            using GuardedMemory<float> to = new(count);
            fixed (float* x = from.Span, y = to.Span)
            {
                // A span of nothing has no address.
                TVector value = TLanes.LoadFirst(x == null ? whole : x, count);
                TLanes.StoreFirst(y == null ? whole : y, value, count);
                TLanes.Store(whole, value);
            }

            Assert.Equal(from.Span.ToArray(), to.Span.ToArray());
            for (int i = 0; i < TLanes.Count; i++) { Assert.Equal(i < count ? i + 1f : 0f, whole[i]); }
        }
    }

    private static void Bounds<TLanes, TVector>()
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        float* y = stackalloc float[16];
        foreach ((float value, float least, float most) in ((float, float, float)[])
            [(float.NaN, float.NaN, float.NaN), (-2f, 0f, -2f), (3f, 3f, 0f), (float.PositiveInfinity, float.PositiveInfinity, 0f), (float.NegativeInfinity, 0f, float.NegativeInfinity)])
        {
            TLanes.Store(y, TLanes.AtLeast(TLanes.Create(0f), TLanes.Create(value)));
            Assert.Equal(least, y[TLanes.Count - 1]);
            TLanes.Store(y, TLanes.AtMost(TLanes.Create(0f), TLanes.Create(value)));
            Assert.Equal(most, y[TLanes.Count - 1]);
        }
    }

    private static void Sum<TLanes, TVector>()
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        float* x = stackalloc float[16];
        float sum = 0;
        for (int i = 0; i < TLanes.Count; i++)
        {
            x[i] = 1 << i;
            sum += x[i];
        }

        Assert.Equal(sum, TLanes.Sum(TLanes.Load(x)));
    }
}
