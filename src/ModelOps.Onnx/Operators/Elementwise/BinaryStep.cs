using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of the elements of two operands that are broadcast to each other.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="kernel">The function.</param>
internal sealed unsafe class BinaryStep(NodeValues values, BinaryKernel kernel) : Step
{
    private readonly Broadcast _loop = new(2);
    private readonly Value[] _operands = [values.Input(0), values.Input(1)];
    private readonly Value _result = values.Output(0);
    private readonly int _leftBytes = ElementTypes.Bits(values.Input(0).Type) / 8;
    private readonly int _rightBytes = ElementTypes.Bits(values.Input(1).Type) / 8;
    private readonly int _resultBytes = ElementTypes.Bits(values.Output(0).Type) / 8;

    /// <inheritdoc/>
    public override bool KeepsRows => _loop.KeepsRows;

    /// <inheritdoc/>
    public override void Bind() => _loop.Bind(_operands, _result);

    /// <inheritdoc/>
    public override void Run()
    {
        byte* left = _operands[0].Data;
        byte* right = _operands[1].Data;
        byte* result = _result.Data;
        int length = _loop.Length;
        _loop.Start();
        for (int i = 0; i < _loop.Runs; i++)
        {
            kernel.Run(
                left + ((nint)_loop.Offset(0) * _leftBytes), _loop.Step(0), right + ((nint)_loop.Offset(1) * _rightBytes), _loop.Step(1), result, length);
            result += (nint)length * _resultBytes;
            _loop.Next();
        }
    }
}
