using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of two elements that takes in one operand after another, all broadcast to each other.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="kernel">The function.</param>
/// <param name="last">What is done to the result at the end; null for nothing.</param>
internal sealed unsafe class VariadicStep(NodeValues values, BinaryKernel kernel, UnaryKernel? last) : Step
{
    private readonly Broadcast _loop = new(values.Inputs.Length);
    private readonly Value?[] _operands = values.Inputs;
    private readonly Value _result = values.Output(0);
    private readonly int _bytes = ElementTypes.Bits(values.Output(0).Type) / 8;

    /// <inheritdoc/>
    public override bool KeepsRows => _loop.KeepsRows;

    /// <inheritdoc/>
    public override void Bind() => _loop.Bind(_operands, _result);

    /// <inheritdoc/>
    public override void Run()
    {
        byte* result = _result.Data;
        int length = _loop.Length;
        _loop.Start();
        for (int i = 0; i < _loop.Runs; i++)
        {
            kernel.Run(At(0), _loop.Step(0), At(1), _loop.Step(1), result, length);
            for (int k = 2; k < _operands.Length; k++) { kernel.Run(result, 1, At(k), _loop.Step(k), result, length); }
            last?.Run(result, result, length);
            result += (nint)length * _bytes;
            _loop.Next();
        }
    }

    private byte* At(int operand) => _operands[operand]!.Data + ((nint)_loop.Offset(operand) * _bytes);
}
