using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Picks elements of any type of a size.</summary>
/// <param name="values">Values of the node.</param>
internal sealed unsafe class WhereStep<T>(NodeValues values) : Step
    where T : unmanaged
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
        (int isStep, int thenStep, int otherStep) = (_loop.Step(0), _loop.Step(1), _loop.Step(2));
        T* result = (T*)_result.Data;
        _loop.Start();
        for (int run = 0; run < _loop.Runs; run++)
        {
            bool* isThen = (bool*)_operands[0].Data + _loop.Offset(0);
            T* then = (T*)_operands[1].Data + _loop.Offset(1);
            T* other = (T*)_operands[2].Data + _loop.Offset(2);
            for (int i = 0; i < _loop.Length; i++) { result[i] = isThen[i * isStep] ? then[i * thenStep] : other[i * otherStep]; }
            result += _loop.Length;
            _loop.Next();
        }
    }
}
