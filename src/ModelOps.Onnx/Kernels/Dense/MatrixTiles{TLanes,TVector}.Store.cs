using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Dense;

/// <content>How sums get to memory. Nothing here may be a call: every sum would have to leave its register before it.</content>
internal static unsafe partial class MatrixTiles<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Finishes the sums of part of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Finish(in Epilogue end, float* sums, float* y, int columns)
    {
        int column = 0;
        for (; column <= columns - TLanes.Count; column += TLanes.Count) { Store(in end, 0, TLanes.Load(sums + column), y, column); }
        int rest = columns - column;
        if (rest > 0) { TLanes.StoreFirst(y + column, Finish(in end, TLanes.Load(sums + column), TLanes.LoadFirst(end.Addend + column, rest)), rest); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store2(in Epilogue end, int row, TVector first, TVector second, float* y, int column)
    {
        Store(in end, row, first, y, column);
        Store(in end, row, second, y, column + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in Epilogue end, int row, TVector sum, float* y, int column) =>
        TLanes.Store(y + column, Finish(in end, sum, TLanes.Load(end.Addend + (row * end.AddendStride) + column)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Finish(in Epilogue end, TVector sum, TVector addend)
    {
        TVector value = TLanes.MultiplyAdd(sum, TLanes.Create(end.Scale), addend);
        return TLanes.AtMost(TLanes.Create(end.High), TLanes.AtLeast(TLanes.Create(end.Low), value));
    }
}
