using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Copies elements from places that are some steps apart to others. What transposes, slices, repeats and interleaves is one of these.</summary>
internal sealed class StridedCopy
{
    /// <summary>Most dimensions.</summary>
    public const int MaxRank = 2 * Value.MaxRank;

    private readonly int[] _dimensions = new int[MaxRank];
    private readonly int[] _sources = new int[MaxRank];
    private readonly int[] _targets = new int[MaxRank];
    private readonly int[] _index = new int[MaxRank];
    private int _rank;
    private int _runs;

    /// <summary>Takes dimensions, and how many elements apart their places are in source and target, the outermost first; joins what can be.</summary>
    public void Bind(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        _rank = 0;
        bool isEmpty = false;
        for (int i = dimensions.Length - 1; i >= 0; i--)
        {
            isEmpty |= dimensions[i] == 0;
            if (dimensions[i] == 1) { continue; }
            int last = _rank - 1;
            if (_rank > 0 && sources[i] == _sources[last] * _dimensions[last] && targets[i] == _targets[last] * _dimensions[last])
            {
                _dimensions[last] *= dimensions[i];
                continue;
            }

            (_dimensions[_rank], _sources[_rank], _targets[_rank]) = (dimensions[i], sources[i], targets[i]);
            _rank++;
        }

        if (_rank == 0) { (_dimensions[0], _sources[0], _targets[0], _rank) = (1, 1, 1, 1); }
        _runs = isEmpty ? 0 : 1;
        for (int d = 1; d < _rank; d++) { _runs *= _dimensions[d]; }
    }

    /// <summary>Copies.</summary>
    public void Run(Value source, int sourceOffset, Value target, int targetOffset)
    {
        if (_runs > 0) { ElementMoves.Run(source, target, new Move(this, sourceOffset, targetOffset)); }
    }

    private void Run<T>(ref T source, ref T target)
    {
        Array.Clear(_index, 0, _rank);
        (nint from, nint to) = (0, 0);
        for (int run = 0; ;)
        {
            RunInner(ref Unsafe.Add(ref source, from), ref Unsafe.Add(ref target, to));
            if (++run == _runs) { return; }
            int d = 1;
            for (; ++_index[d] == _dimensions[d]; d++)
            {
                from -= (nint)_sources[d] * (_dimensions[d] - 1);
                to -= (nint)_targets[d] * (_dimensions[d] - 1);
                _index[d] = 0;
            }

            from += _sources[d];
            to += _targets[d];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunInner<T>(ref T source, ref T target)
    {
        (int count, nint from, nint to) = (_dimensions[0], _sources[0], _targets[0]);
        if (from == 1 && to == 1) { MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref target, count)); }
        else if (from == 0 && to == 1) { MemoryMarshal.CreateSpan(ref target, count).Fill(source); }
        else
        {
            for (int i = 0; i < count; i++) { Unsafe.Add(ref target, i * to) = Unsafe.Add(ref source, i * from); }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Move(StridedCopy copy, int sourceOffset, int targetOffset) : IElementMove
    {
        public void Run<T>(ref T source, ref T target) => copy.Run(ref Unsafe.Add(ref source, sourceOffset), ref Unsafe.Add(ref target, targetOffset));
    }
}
