using System.Runtime.CompilerServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>Pad</c>: more elements around a tensor, or fewer where a pad is negative.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="mode">Where they come from.</param>
/// <param name="pads">How many at the start of each axis, then how many at the end of each.</param>
/// <param name="axes">The axes; all when not given.</param>
/// <param name="fill">A single element of the same type for <see cref="PadMode.Constant"/>; null for zero.</param>
internal sealed class PadStep(NodeValues values, PadMode mode, Integers pads, Integers axes, Value? fill) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);
    private readonly int[] _index = new int[Value.MaxRank];
    private readonly int[] _starts = new int[Value.MaxRank];
    private int[] _places = [];
    private bool _keepsRows;

    /// <inheritdoc/>
    public override bool KeepsRows => _keepsRows;

    /// <inheritdoc/>
    public override void Bind()
    {
        ReadOnlySpan<long> pad = pads.Read(stackalloc long[Integers.MaxCount]);
        ReadOnlySpan<long> axis = axes.Read(stackalloc long[Integers.MaxCount]);
        int told = axes.AreGiven ? axis.Length : _x.Rank;
        if (pad.Length != 2 * told) { throw new ShapeException($"{pad.Length} pads are told for {told} axes of {_x}"); }
        Span<int> shape = stackalloc int[Value.MaxRank];
        Span<int> before = stackalloc int[Value.MaxRank];
        shape = shape[.._x.Rank];
        before.Clear();
        _x.Shape.CopyTo(shape);
        _keepsRows = _x.Rank > 0;
        for (int i = 0; i < told; i++)
        {
            int at = axes.AreGiven ? Axes.Of(axis[i], _x.Rank, _x) : i;
            long length = Math.Clamp(pad[i], -int.MaxValue, int.MaxValue) + Math.Clamp(pad[i + told], -int.MaxValue, int.MaxValue) + _x.Shape[at];
            if (length is < 0 or > int.MaxValue) { throw new ShapeException($"{_x} cannot be padded by {InferenceTensor.FormatShape(pad)}"); }
            (shape[at], before[at]) = ((int)length, (int)pad[i]);
            _keepsRows &= at > 0 || (pad[i] == 0 && pad[i + told] == 0);
        }

        _y.SetShape(shape);
        if (_y.Count > 0) { FindPlaces(before); }
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_y.Count > 0) { ElementMoves.Run(_x, _y, new Move(this)); }
    }

    /// <summary>For each dimension of the output, where its places are in the input: an offset, or -1 for a place that is filled.</summary>
    private void FindPlaces(ReadOnlySpan<int> before)
    {
        Span<int> strides = stackalloc int[Value.MaxRank];
        Strides.RowMajor(_x.Shape, strides);
        int count = 0;
        foreach (int dimension in _y.Shape) { count += dimension; }
        if (_places.Length < count) { _places = new int[count]; }
        int next = 0;
        for (int d = 0; d < _y.Rank; d++)
        {
            _starts[d] = next;
            for (int i = 0; i < _y.Shape[d]; i++)
            {
                int from = PadPlace.Find(mode, i - before[d], _x.Shape[d]);
                if (from < 0 && mode != PadMode.Constant) { throw new ShapeException($"dimension {d} of {_x} is too short for the pads"); }
                _places[next++] = from < 0 ? -1 : from * strides[d];
            }
        }
    }

    private void Copy<T>(ref T source, ref T target)
    {
        T? filled = fill is null ? Zero<T>() : First<T>(fill);
        int last = Math.Max(0, _y.Rank - 1);
        int inner = _y.Rank == 0 ? 1 : _y.Shape[last];
        Array.Clear(_index);
        for (int done = 0; done < _y.Count; done += inner)
        {
            int offset = 0;
            for (int d = 0; d < last && offset >= 0; d++)
            {
                int place = _places[_starts[d] + _index[d]];
                offset = place < 0 ? -1 : offset + place;
            }

            for (int i = 0; i < inner; i++)
            {
                int place = _y.Rank == 0 ? 0 : _places[_starts[last] + i];
                Unsafe.Add(ref target, done + i) = offset < 0 || place < 0 ? filled! : Unsafe.Add(ref source, offset + place);
            }

            for (int d = last - 1; d >= 0 && ++_index[d] == _y.Shape[d]; d--) { _index[d] = 0; }
        }
    }

    private static T Zero<T>() => typeof(T) == typeof(string) ? (T)(object)string.Empty : default!;

    private static unsafe T First<T>(Value value) => typeof(T) == typeof(string) ? (T)(object)value.Strings[0] : Unsafe.ReadUnaligned<T>(value.Data);

    private readonly struct Move(PadStep step) : IElementMove
    {
        public void Run<T>(ref T source, ref T target) => step.Copy(ref source, ref target);
    }
}
