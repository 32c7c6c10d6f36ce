using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Dense;

/// <content>Narrow panels: too few columns to hide the latency of a multiply-add, so each element has four sums, for every fourth step of the depth, joined at the end.</content>
internal static unsafe partial class MatrixTiles<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Four rows by one vector, four sums for each element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow4x1(float* a, nint stride, float* b, nint width, int depth, float* sums)
    {
        float* a1 = a + stride;
        float* a2 = a + (2 * stride);
        float* a3 = a + (3 * stride);
        TVector s000 = TLanes.Create(0f), s001 = TLanes.Create(0f), s002 = TLanes.Create(0f), s003 = TLanes.Create(0f);
        TVector s100 = TLanes.Create(0f), s101 = TLanes.Create(0f), s102 = TLanes.Create(0f), s103 = TLanes.Create(0f);
        TVector s200 = TLanes.Create(0f), s201 = TLanes.Create(0f), s202 = TLanes.Create(0f), s203 = TLanes.Create(0f);
        TVector s300 = TLanes.Create(0f), s301 = TLanes.Create(0f), s302 = TLanes.Create(0f), s303 = TLanes.Create(0f);
        nint k = 0;
        for (; k <= depth - 4; k += 4, b += 4 * width)
        {
            TVector b00 = TLanes.Load(b);
            s000 = TLanes.MultiplyAdd(TLanes.Create(a[k]), b00, s000);
            s100 = TLanes.MultiplyAdd(TLanes.Create(a1[k]), b00, s100);
            s200 = TLanes.MultiplyAdd(TLanes.Create(a2[k]), b00, s200);
            s300 = TLanes.MultiplyAdd(TLanes.Create(a3[k]), b00, s300);
            TVector b10 = TLanes.Load(b + width);
            s001 = TLanes.MultiplyAdd(TLanes.Create(a[k + 1]), b10, s001);
            s101 = TLanes.MultiplyAdd(TLanes.Create(a1[k + 1]), b10, s101);
            s201 = TLanes.MultiplyAdd(TLanes.Create(a2[k + 1]), b10, s201);
            s301 = TLanes.MultiplyAdd(TLanes.Create(a3[k + 1]), b10, s301);
            TVector b20 = TLanes.Load(b + (2 * width));
            s002 = TLanes.MultiplyAdd(TLanes.Create(a[k + 2]), b20, s002);
            s102 = TLanes.MultiplyAdd(TLanes.Create(a1[k + 2]), b20, s102);
            s202 = TLanes.MultiplyAdd(TLanes.Create(a2[k + 2]), b20, s202);
            s302 = TLanes.MultiplyAdd(TLanes.Create(a3[k + 2]), b20, s302);
            TVector b30 = TLanes.Load(b + (3 * width));
            s003 = TLanes.MultiplyAdd(TLanes.Create(a[k + 3]), b30, s003);
            s103 = TLanes.MultiplyAdd(TLanes.Create(a1[k + 3]), b30, s103);
            s203 = TLanes.MultiplyAdd(TLanes.Create(a2[k + 3]), b30, s203);
            s303 = TLanes.MultiplyAdd(TLanes.Create(a3[k + 3]), b30, s303);
        }

        // What four do not divide goes to the first sum.
        for (; k < depth; k++, b += width)
        {
            TVector b0 = TLanes.Load(b);
            s000 = TLanes.MultiplyAdd(TLanes.Create(a[k]), b0, s000);
            s100 = TLanes.MultiplyAdd(TLanes.Create(a1[k]), b0, s100);
            s200 = TLanes.MultiplyAdd(TLanes.Create(a2[k]), b0, s200);
            s300 = TLanes.MultiplyAdd(TLanes.Create(a3[k]), b0, s300);
        }

        TLanes.Store(sums, Join(s000, s001, s002, s003));
        TLanes.Store(sums + PanelLayout.Narrow, Join(s100, s101, s102, s103));
        TLanes.Store(sums + (2 * PanelLayout.Narrow), Join(s200, s201, s202, s203));
        TLanes.Store(sums + (3 * PanelLayout.Narrow), Join(s300, s301, s302, s303));
    }

    /// <summary>One row by two vectors, four sums for each element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow1x2(float* a, nint stride, float* b, nint width, int depth, float* sums)
    {
        TVector s000 = TLanes.Create(0f), s001 = TLanes.Create(0f), s002 = TLanes.Create(0f), s003 = TLanes.Create(0f);
        TVector s010 = TLanes.Create(0f), s011 = TLanes.Create(0f), s012 = TLanes.Create(0f), s013 = TLanes.Create(0f);
        nint k = 0;
        for (; k <= depth - 4; k += 4, b += 4 * width)
        {
            TVector b00 = TLanes.Load(b);
            TVector b01 = TLanes.Load(b + TLanes.Count);
            TVector x0 = TLanes.Create(a[k]);
            s000 = TLanes.MultiplyAdd(x0, b00, s000);
            s010 = TLanes.MultiplyAdd(x0, b01, s010);
            TVector b10 = TLanes.Load(b + width);
            TVector b11 = TLanes.Load(b + width + TLanes.Count);
            TVector x1 = TLanes.Create(a[k + 1]);
            s001 = TLanes.MultiplyAdd(x1, b10, s001);
            s011 = TLanes.MultiplyAdd(x1, b11, s011);
            TVector b20 = TLanes.Load(b + (2 * width));
            TVector b21 = TLanes.Load(b + (2 * width) + TLanes.Count);
            TVector x2 = TLanes.Create(a[k + 2]);
            s002 = TLanes.MultiplyAdd(x2, b20, s002);
            s012 = TLanes.MultiplyAdd(x2, b21, s012);
            TVector b30 = TLanes.Load(b + (3 * width));
            TVector b31 = TLanes.Load(b + (3 * width) + TLanes.Count);
            TVector x3 = TLanes.Create(a[k + 3]);
            s003 = TLanes.MultiplyAdd(x3, b30, s003);
            s013 = TLanes.MultiplyAdd(x3, b31, s013);
        }

        // What four do not divide goes to the first sum.
        for (; k < depth; k++, b += width)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + TLanes.Count);
            s000 = TLanes.MultiplyAdd(TLanes.Create(a[k]), b0, s000);
            s010 = TLanes.MultiplyAdd(TLanes.Create(a[k]), b1, s010);
        }

        TLanes.Store(sums, Join(s000, s001, s002, s003));
        TLanes.Store(sums + TLanes.Count, Join(s010, s011, s012, s013));
    }

    /// <summary>One row by one vector, four sums for each element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow1x1(float* a, nint stride, float* b, nint width, int depth, float* sums)
    {
        TVector s000 = TLanes.Create(0f), s001 = TLanes.Create(0f), s002 = TLanes.Create(0f), s003 = TLanes.Create(0f);
        nint k = 0;
        for (; k <= depth - 4; k += 4, b += 4 * width)
        {
            TVector b00 = TLanes.Load(b);
            s000 = TLanes.MultiplyAdd(TLanes.Create(a[k]), b00, s000);
            TVector b10 = TLanes.Load(b + width);
            s001 = TLanes.MultiplyAdd(TLanes.Create(a[k + 1]), b10, s001);
            TVector b20 = TLanes.Load(b + (2 * width));
            s002 = TLanes.MultiplyAdd(TLanes.Create(a[k + 2]), b20, s002);
            TVector b30 = TLanes.Load(b + (3 * width));
            s003 = TLanes.MultiplyAdd(TLanes.Create(a[k + 3]), b30, s003);
        }

        // What four do not divide goes to the first sum.
        for (; k < depth; k++, b += width)
        {
            TVector b0 = TLanes.Load(b);
            s000 = TLanes.MultiplyAdd(TLanes.Create(a[k]), b0, s000);
        }

        TLanes.Store(sums, Join(s000, s001, s002, s003));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Join(TVector first, TVector second, TVector third, TVector fourth) =>
        TLanes.Add(TLanes.Add(first, second), TLanes.Add(third, fourth));
}
