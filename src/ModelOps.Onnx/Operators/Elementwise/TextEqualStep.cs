using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Whether strings are equal, character by character.</summary>
/// <param name="values">Values of the node.</param>
internal sealed class TextEqualStep(NodeValues values) : Step
{
    private readonly Broadcast _loop = new(2);
    private readonly Value[] _operands = [values.Input(0), values.Input(1)];
    private readonly Value _result = values.Output(0);

    /// <inheritdoc/>
    public override bool KeepsRows => _loop.KeepsRows;

    /// <inheritdoc/>
    public override void Bind() => _loop.Bind(_operands, _result);

    /// <inheritdoc/>
    public override void Run()
    {
        (string[] left, string[] right) = (_operands[0].Strings, _operands[1].Strings);
        Span<bool> result = _result.Elements<bool>();
        int next = 0;
        _loop.Start();
        for (int i = 0; i < _loop.Runs; i++)
        {
            for (int k = 0; k < _loop.Length; k++)
            {
                result[next++] = left[_loop.Offset(0) + (k * _loop.Step(0))] == right[_loop.Offset(1) + (k * _loop.Step(1))];
            }

            _loop.Next();
        }
    }
}
