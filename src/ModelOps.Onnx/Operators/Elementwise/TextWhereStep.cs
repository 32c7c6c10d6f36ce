using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Picks strings.</summary>
/// <param name="values">Values of the node.</param>
internal sealed class TextWhereStep(NodeValues values) : Step
{
    private readonly Broadcast _loop = new(3);
    private readonly Value[] _operands = [values.Input(0), values.Input(1), values.Input(2)];
    private readonly Value _result = values.Output(0);

    /// <inheritdoc/>
    public override bool KeepsRows => _loop.KeepsRows;

    /// <inheritdoc/>
    public override void Bind() => _loop.Bind(_operands, _result);

    /// <inheritdoc/>
    public override void Run()
    {
        Span<bool> isThen = _operands[0].Elements<bool>();
        Span<string> result = _result.Texts;
        int next = 0;
        _loop.Start();
        for (int run = 0; run < _loop.Runs; run++)
        {
            for (int i = 0; i < _loop.Length; i++)
            {
                int from = isThen[_loop.Offset(0) + (i * _loop.Step(0))] ? 1 : 2;
                result[next++] = _operands[from].Strings[_loop.Offset(from) + (i * _loop.Step(from))];
            }

            _loop.Next();
        }
    }
}
