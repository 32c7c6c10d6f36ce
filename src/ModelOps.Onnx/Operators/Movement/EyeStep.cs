using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Operators.Elementwise;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>EyeLike</c>: ones on a diagonal, zeros beside it.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="diagonal">Which diagonal; above the main one when positive.</param>
/// <param name="fromByte">Turns a byte into the elements' type.</param>
internal sealed unsafe class EyeStep(NodeValues values, long diagonal, UnaryKernel fromByte) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);

    /// <inheritdoc/>
    public override bool NeedsOnlyShapes => true;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (_x.Rank != 2) { throw new ShapeException($"{_x} is no matrix"); }
        _y.SetShape(_x.Shape);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        _y.Elements().Clear();
        byte one = 1;
        int bytes = ElementTypes.Bits(_y.Type) / 8;
        for (int row = 0; row < _y.Shape[0]; row++)
        {
            long column = row + diagonal;
            if (column >= 0 && column < _y.Shape[1]) { fromByte.Run(&one, _y.Data + ((((nint)row * _y.Shape[1]) + (nint)column) * bytes), 1); }
        }
    }
}
