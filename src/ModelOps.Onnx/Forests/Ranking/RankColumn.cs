using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>The bounds of a column, and the rank of a value: how many of them it is above.</summary>
/// <remarks>A value is above bound <c>i</c> exactly when its rank is above <c>i</c>, so a test of ranks is the test of the floats: nothing is lost.</remarks>
internal sealed class RankColumn
{
    /// <summary>Bounds of a run, which one or two vectors hold.</summary>
    public const int BlockLength = 16;

    private readonly float[] _bounds;
    private readonly float[] _pivots;

    /// <summary>Makes a column.</summary>
    /// <param name="key">Feature, and where NaN lies.</param>
    /// <param name="bounds">Distinct bounds, ascending.</param>
    public RankColumn(RankColumnKey key, float[] bounds)
    {
        Key = key;
        Count = bounds.Length;

        // No value is above the infinities that fill the last block.
        _bounds = new float[Math.Max(BlockLength, (int)BitOperations.RoundUpToPowerOf2((uint)bounds.Length + 1))];
        Array.Fill(_bounds, float.PositiveInfinity);
        bounds.CopyTo(_bounds, 0);
        _pivots = new float[BlockLength];
        Array.Fill(_pivots, float.PositiveInfinity);
        for (int i = 0; i < BlockLength && ((i + 1) * BlockLength) <= bounds.Length; i++) { _pivots[i] = bounds[((i + 1) * BlockLength) - 1]; }
    }

    public RankColumnKey Key { get; }

    /// <summary>Number of bounds.</summary>
    public int Count { get; }

    /// <summary>The bounds, filled up with infinities to a power of two above their number, and to at least a run.</summary>
    public ReadOnlySpan<float> Bounds => _bounds;

    /// <summary>The last bound of each whole run, filled up with infinities.</summary>
    public ReadOnlySpan<float> Pivots => _pivots;

    /// <summary>Position of a bound.</summary>
    public int IndexOf(float bound) => Array.BinarySearch(_bounds, 0, Count, bound);

    /// <summary>Ranks a feature of some rows.</summary>
    /// <typeparam name="TRank">Type of ranks; its lowest value is rank 0.</typeparam>
    /// <param name="width">Width of the search.</param>
    /// <param name="rows">Rows, row-major.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="ranks">Receives the rank of each row.</param>
    public void Rank<TRank>(VectorWidth width, ReadOnlySpan<float> rows, int features, Span<TRank> ranks)
        where TRank : unmanaged, IBinaryInteger<TRank>, IMinMaxValue<TRank>
    {
        // Two levels of 16 hold 256 bounds.
        if (_bounds.Length > BlockLength * BlockLength || width < VectorWidth.Bits256) { Search(rows, features, ranks); }
        else if (width == VectorWidth.Bits512) { Blocks512(rows, features, ranks); }
        else { Blocks256(rows, features, ranks); }
    }

    private TRank ToRank<TRank>(float value, int above)
        where TRank : unmanaged, IBinaryInteger<TRank>, IMinMaxValue<TRank> =>
        float.IsNaN(value)
            ? Key.NaNIsAbove ? TRank.MaxValue : TRank.MinValue
            : TRank.CreateTruncating(above + int.CreateTruncating(TRank.MinValue));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Search<TRank>(ReadOnlySpan<float> rows, int features, Span<TRank> ranks)
        where TRank : unmanaged, IBinaryInteger<TRank>, IMinMaxValue<TRank>
    {
        ref float bounds = ref MemoryMarshal.GetArrayDataReference(_bounds);
        for (int row = 0; row < ranks.Length; row++)
        {
            float value = rows[(row * features) + Key.Feature];
            int above = 0;
            for (int step = _bounds.Length / 2; step > 0; step /= 2)
            {
                above += value > Unsafe.Add(ref bounds, above + step - 1) ? step : 0;
            }

            ranks[row] = ToRank<TRank>(value, above);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Blocks512<TRank>(ReadOnlySpan<float> rows, int features, Span<TRank> ranks)
        where TRank : unmanaged, IBinaryInteger<TRank>, IMinMaxValue<TRank>
    {
        ref float bounds = ref MemoryMarshal.GetArrayDataReference(_bounds);
        Vector512<float> pivots = Vector512.Create(_pivots);
        for (int row = 0; row < ranks.Length; row++)
        {
            float value = rows[(row * features) + Key.Feature];
            Vector512<float> all = Vector512.Create(value);
            int block = BlockLength * BitOperations.PopCount(Vector512.GreaterThan(all, pivots).ExtractMostSignificantBits());
            Vector512<float> near = Vector512.LoadUnsafe(ref bounds, (nuint)block);
            ranks[row] = ToRank<TRank>(value, block + BitOperations.PopCount(Vector512.GreaterThan(all, near).ExtractMostSignificantBits()));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Blocks256<TRank>(ReadOnlySpan<float> rows, int features, Span<TRank> ranks)
        where TRank : unmanaged, IBinaryInteger<TRank>, IMinMaxValue<TRank>
    {
        ref float bounds = ref MemoryMarshal.GetArrayDataReference(_bounds);
        ref float pivots = ref MemoryMarshal.GetArrayDataReference(_pivots);
        for (int row = 0; row < ranks.Length; row++)
        {
            float value = rows[(row * features) + Key.Feature];
            int block = BlockLength * CountBelow256(ref pivots, value);
            ranks[row] = ToRank<TRank>(value, block + CountBelow256(ref Unsafe.Add(ref bounds, block), value));
        }
    }

    private static int CountBelow256(ref float block, float value)
    {
        Vector256<float> all = Vector256.Create(value);
        uint low = Vector256.GreaterThan(all, Vector256.LoadUnsafe(ref block)).ExtractMostSignificantBits();
        uint high = Vector256.GreaterThan(all, Vector256.LoadUnsafe(ref block, (nuint)Vector256<float>.Count)).ExtractMostSignificantBits();
        return BitOperations.PopCount(low | (high << Vector256<float>.Count));
    }
}
