using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>Split</c>: parts of a tensor along an axis.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="axis">The axis.</param>
/// <param name="lengths">Lengths of the parts; equal ones when not given.</param>
/// <param name="mayEndShort">Whether the last of equal parts may be shorter.</param>
internal sealed class SplitStep(NodeValues values, long axis, Integers lengths, bool mayEndShort) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value?[] _outputs = values.Outputs;
    private readonly int[] _starts = new int[values.Outputs.Length];
    private int _at;

    /// <inheritdoc/>
    public override bool KeepsRows => _at > 0;

    /// <inheritdoc/>
    public override void Bind()
    {
        _at = Axes.Of(axis, _x.Rank, _x);
        int dimension = _x.Shape[_at];
        int parts = _outputs.Length;
        ReadOnlySpan<long> given = lengths.Read(stackalloc long[Integers.MaxCount]);
        if ((lengths.AreGiven && given.Length != parts) || (!lengths.AreGiven && !mayEndShort && dimension % parts != 0))
        {
            throw new ShapeException($"dimension {_at} of {_x} does not make {parts} parts");
        }

        Span<int> shape = stackalloc int[Value.MaxRank];
        shape = shape[.._x.Rank];
        _x.Shape.CopyTo(shape);
        int equal = (dimension + parts - 1) / parts;
        long start = 0;
        for (int i = 0; i < parts; i++)
        {
            long length = lengths.AreGiven ? given[i] : Math.Max(0, Math.Min(equal, dimension - start));
            if (length < 0 || start + length > dimension) { throw new ShapeException($"parts of {InferenceTensor.FormatShape(given)} do not fit dimension {_at} of {_x}"); }
            _starts[i] = (int)start;
            start += length;
            shape[_at] = (int)length;
            _outputs[i]?.SetShape(shape);
        }

        if (start != dimension) { throw new ShapeException($"parts of {InferenceTensor.FormatShape(given)} do not make dimension {_at} of {_x}"); }
    }

    /// <inheritdoc/>
    public override void Run()
    {
        int outer = Strides.Product(_x.Shape[.._at]);
        int inner = Strides.Product(_x.Shape[(_at + 1)..]);
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (_outputs[i] is { Count: > 0 } part) { ElementMoves.Run(_x, part, new Move(outer, part.Count / outer, _x.Shape[_at] * inner, _starts[i] * inner)); }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Move(int count, int length, int pitch, int offset) : IElementMove
    {
        public void Run<T>(ref T source, ref T target)
        {
            for (int i = 0; i < count; i++)
            {
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source, (i * pitch) + offset), length)
                    .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, i * length), length));
            }
        }
    }
}
