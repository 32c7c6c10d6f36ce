using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>The reductions of ONNX, of floats.</summary>
internal static class LaneReductions
{
    internal readonly struct Sum : ILaneReduction
    {
        public static float Start => 0f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add<TLanes, TVector>(TVector sum, TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Add(sum, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Join<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Add(left, right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Finish<TLanes, TVector>(TVector sum, int count)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => sum;
    }

    internal readonly struct Mean : ILaneReduction
    {
        public static float Start => 0f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add<TLanes, TVector>(TVector sum, TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Add(sum, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Join<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Add(left, right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Finish<TLanes, TVector>(TVector sum, int count)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Divide(sum, TLanes.Create((float)count));
    }

    /// <summary>The greatest; NaN where any is.</summary>
    internal readonly struct Max : ILaneReduction
    {
        public static float Start => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add<TLanes, TVector>(TVector sum, TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Max(sum, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Join<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Max(left, right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Finish<TLanes, TVector>(TVector sum, int count)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => sum;
    }

    /// <summary>The least; NaN where any is.</summary>
    internal readonly struct Min : ILaneReduction
    {
        public static float Start => float.PositiveInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add<TLanes, TVector>(TVector sum, TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Min(sum, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Join<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Min(left, right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Finish<TLanes, TVector>(TVector sum, int count)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => sum;
    }

    internal readonly struct L1 : ILaneReduction
    {
        public static float Start => 0f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add<TLanes, TVector>(TVector sum, TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Add(sum, TLanes.Abs(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Join<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Add(left, right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Finish<TLanes, TVector>(TVector sum, int count)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => sum;
    }

    internal readonly struct SumSquare : ILaneReduction
    {
        public static float Start => 0f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add<TLanes, TVector>(TVector sum, TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.MultiplyAdd(x, x, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Join<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Add(left, right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Finish<TLanes, TVector>(TVector sum, int count)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => sum;
    }

    internal readonly struct L2 : ILaneReduction
    {
        public static float Start => 0f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add<TLanes, TVector>(TVector sum, TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.MultiplyAdd(x, x, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Join<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Add(left, right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Finish<TLanes, TVector>(TVector sum, int count)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Sqrt(sum);
    }
}
