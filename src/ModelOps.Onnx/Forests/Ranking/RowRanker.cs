using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Ranks all columns of one row, each in two steps: which run of 16 bounds, then which of them. For ranks of a byte.</summary>
internal sealed class RowRanker
{
    private const int Run = RankColumn.BlockLength;
    private readonly int[] _features;
    private readonly int[] _starts;
    private readonly int[] _columnsWithNaNAbove;

    /// <summary>Of each column the last bound of each run.</summary>
    private readonly LineAligned<float> _pivots;
    private readonly LineAligned<float> _bounds;
    private readonly VectorWidth _width;

    /// <summary>Lays the bounds of columns out.</summary>
    /// <param name="columns">Columns of at most 255 bounds.</param>
    /// <param name="width">Width to compare in.</param>
    public RowRanker(RankColumn[] columns, VectorWidth width)
    {
        _width = width;
        _features = [.. columns.Select(static column => column.Key.Feature)];
        _columnsWithNaNAbove = [.. Enumerable.Range(0, columns.Length).Where(i => columns[i].Key.NaNIsAbove)];
        _starts = new int[columns.Length];
        _pivots = new LineAligned<float>(columns.Length * Run);
        List<float> bounds = [];
        for (int i = 0; i < columns.Length; i++)
        {
            _starts[i] = bounds.Count;
            columns[i].Pivots.CopyTo(_pivots.Span[(i * Run)..]);
            bounds.AddRange(columns[i].Bounds);
        }

        _bounds = new LineAligned<float>(CollectionsMarshal.AsSpan(bounds));
    }

    /// <summary>Ranks a row.</summary>
    /// <param name="row">Features.</param>
    /// <param name="ranks">Receives the rank of each column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rank(ReadOnlySpan<float> row, ref byte ranks)
    {
        ref float feature = ref MemoryMarshal.GetReference(row);
        switch (_width)
        {
            case VectorWidth.Bits512: Rank512(ref feature, ref ranks); break;
            case VectorWidth.Bits256: Rank256(ref feature, ref ranks); break;
            case VectorWidth.Bits128: Rank128(ref feature, ref ranks); break;
            default: RankScalar(ref feature, ref ranks); break;
        }

        foreach (int column in _columnsWithNaNAbove)
        {
            if (float.IsNaN(Unsafe.Add(ref feature, _features[column]))) { Unsafe.Add(ref ranks, column) = byte.MaxValue; }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rank512(ref float row, ref byte ranks)
    {
        ref int start = ref MemoryMarshal.GetArrayDataReference(_starts);
        ref float bounds = ref _bounds.Start;
        ref float pivots = ref _pivots.Start;
        int[] features = _features;
        for (int i = 0; i < features.Length; i++)
        {
            Vector512<float> value = Vector512.Create(Unsafe.Add(ref row, features[i]));
            int run = Run * Count(Vector512.GreaterThan(value, Vector512.LoadUnsafe(ref pivots, (nuint)(i * Run))));
            int within = Count(Vector512.GreaterThan(value, Vector512.LoadUnsafe(ref bounds, (nuint)(Unsafe.Add(ref start, i) + run))));
            Unsafe.Add(ref ranks, i) = (byte)(run + within);
        }

        static int Count(Vector512<float> isAbove) => BitOperations.PopCount((uint)isAbove.ExtractMostSignificantBits());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rank256(ref float row, ref byte ranks)
    {
        ref int start = ref MemoryMarshal.GetArrayDataReference(_starts);
        for (int i = 0; i < _features.Length; i++)
        {
            Vector256<float> value = Vector256.Create(Unsafe.Add(ref row, _features[i]));
            int run = Run * Count(value, ref Unsafe.Add(ref _pivots.Start, i * Run));
            Unsafe.Add(ref ranks, i) = (byte)(run + Count(value, ref Unsafe.Add(ref _bounds.Start, Unsafe.Add(ref start, i) + run)));
        }

        // Two halves of 16 comparisons as the bytes of one mask: 16-bit lanes that are -1 or 0.
        static int Count(Vector256<float> value, ref float bounds)
        {
            Vector256<int> low = Vector256.GreaterThan(value, Vector256.LoadUnsafe(ref bounds)).AsInt32();
            Vector256<int> high = Vector256.GreaterThan(value, Vector256.LoadUnsafe(ref bounds, (nuint)Vector256<float>.Count)).AsInt32();
            return BitOperations.PopCount(low.ExtractMostSignificantBits() | (high.ExtractMostSignificantBits() << Vector256<float>.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rank128(ref float row, ref byte ranks)
    {
        ref int start = ref MemoryMarshal.GetArrayDataReference(_starts);
        for (int i = 0; i < _features.Length; i++)
        {
            Vector128<float> value = Vector128.Create(Unsafe.Add(ref row, _features[i]));
            int run = Run * Count(value, ref Unsafe.Add(ref _pivots.Start, i * Run));
            Unsafe.Add(ref ranks, i) = (byte)(run + Count(value, ref Unsafe.Add(ref _bounds.Start, Unsafe.Add(ref start, i) + run)));
        }

        static int Count(Vector128<float> value, ref float bounds)
        {
            Vector128<int> isAbove = Vector128<int>.Zero;
            for (int i = 0; i < Run; i += Vector128<float>.Count)
            {
                isAbove -= Vector128.GreaterThan(value, Vector128.LoadUnsafe(ref bounds, (nuint)i)).AsInt32();
            }

            return Vector128.Sum(isAbove);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RankScalar(ref float row, ref byte ranks)
    {
        for (int i = 0; i < _features.Length; i++)
        {
            float value = Unsafe.Add(ref row, _features[i]);
            int run = Run * Count(value, ref Unsafe.Add(ref _pivots.Start, i * Run));
            Unsafe.Add(ref ranks, i) = (byte)(run + Count(value, ref Unsafe.Add(ref _bounds.Start, _starts[i] + run)));
        }

        static int Count(float value, ref float bounds)
        {
            int count = 0;
            for (int i = 0; i < Run; i++) { count += value > Unsafe.Add(ref bounds, i) ? 1 : 0; }
            return count;
        }
    }
}
