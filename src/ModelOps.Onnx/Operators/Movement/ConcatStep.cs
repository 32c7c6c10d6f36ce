using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>Concat</c>: tensors one after another along an axis.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="axis">The axis.</param>
internal sealed class ConcatStep(NodeValues values, long axis) : Step
{
    private readonly Value?[] _inputs = values.Inputs;
    private readonly Value _y = values.Output(0);
    private int _outer;
    private int _pitch;
    private bool _keepsRows;

    /// <inheritdoc/>
    public override bool KeepsRows => _keepsRows;

    /// <inheritdoc/>
    public override void Bind()
    {
        Value first = _inputs[0]!;
        int at = Axes.Of(axis, first.Rank, first);
        Span<int> shape = stackalloc int[Value.MaxRank];
        shape = shape[..first.Rank];
        first.Shape.CopyTo(shape);
        long length = 0;
        _keepsRows = at > 0;
        foreach (Value? input in _inputs)
        {
            bool fits = input!.Rank == first.Rank && input.Shape[..at].SequenceEqual(first.Shape[..at]) && input.Shape[(at + 1)..].SequenceEqual(first.Shape[(at + 1)..]);
            if (!fits) { throw new ShapeException($"{input} does not fit {first} along axis {at}"); }
            length += input.Shape[at];
            _keepsRows &= !input.IsKnown;
        }

        shape[at] = (int)Math.Min(length, int.MaxValue);
        _y.SetShape(shape);
        _outer = Strides.Product(shape[..at]);
        _pitch = Strides.Product(shape[at..]);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        int offset = 0;
        foreach (Value? input in _inputs)
        {
            int length = _outer == 0 ? 0 : input!.Count / _outer;
            if (length > 0) { ElementMoves.Run(input!, _y, new Move(_outer, length, _pitch, offset)); }
            offset += length;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Move(int count, int length, int pitch, int offset) : IElementMove
    {
        public void Run<T>(ref T source, ref T target)
        {
            for (int i = 0; i < count; i++)
            {
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source, i * length), length)
                    .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, (i * pitch) + offset), length));
            }
        }
    }
}
