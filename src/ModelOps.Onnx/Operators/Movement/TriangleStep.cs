using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>Trilu</c>: the upper or lower triangle of each matrix, zeros elsewhere.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="isUpper">Which triangle.</param>
internal sealed unsafe class TriangleStep(NodeValues values, bool isUpper) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value? _diagonal = values.OptionalInput(1);
    private readonly Value _y = values.Output(0);

    /// <inheritdoc/>
    public override bool KeepsRows => _x.Rank > 2;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (_x.Rank < 2 || _diagonal is { Count: not 1 }) { throw new ShapeException($"{_x} is no matrix, or {_diagonal} no scalar"); }
        _y.SetShape(_x.Shape);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_y.Count == 0) { return; }
        long diagonal = _diagonal is null ? 0 : *(long*)_diagonal.Data;
        ElementMoves.Run(_x, _y, new Move(_y.Count / _y.Shape[^1], _y.Shape[^2], _y.Shape[^1], diagonal, isUpper));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Move(int rows, int height, int width, long diagonal, bool isUpper) : IElementMove
    {
        public void Run<T>(ref T source, ref T target)
        {
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<T> from = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source, row * width), width);
                Span<T> to = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, row * width), width);
                long first = (row % height) + Math.Clamp(diagonal, -int.MaxValue, int.MaxValue);
                int cut = (int)Math.Clamp(isUpper ? first : first + 1, 0, width);
                from.CopyTo(to);
                if (isUpper) { to[..cut].Clear(); }
                else { to[cut..].Clear(); }
            }
        }
    }
}
