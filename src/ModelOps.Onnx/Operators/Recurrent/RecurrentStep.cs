using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Recurrent;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Recurrent;

/// <summary>Runs a recurrent layer.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="layer">The layer.</param>
internal sealed unsafe class RecurrentStep(NodeValues values, RecurrentLayer layer) : Step
{
    private readonly Value _x = values.Input(0);
    private int _steps;
    private int _batch;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (_x.Rank != 3 || _x.Shape[2] != layer.Input) { throw new ShapeException($"{_x} is not [{(layer.IsBatchFirst ? "batch,steps" : "steps,batch")},{layer.Input}]"); }
        (_steps, _batch) = layer.IsBatchFirst ? (_x.Shape[1], _x.Shape[0]) : (_x.Shape[0], _x.Shape[1]);
        if (values.OptionalInput(4) is { } lengths && (lengths.Rank != 1 || lengths.Count != _batch)) { throw new ShapeException($"{lengths} is not [{_batch}]"); }
        CheckState(values.OptionalInput(5));
        CheckState(values.OptionalInput(6));
        (int directions, int hidden) = (layer.Directions, layer.Hidden);
        if (layer.IsBatchFirst)
        {
            values.OptionalOutput(0)?.SetShape(_batch, _steps, directions, hidden);
            values.OptionalOutput(1)?.SetShape(_batch, directions, hidden);
            values.OptionalOutput(2)?.SetShape(_batch, directions, hidden);
        }
        else
        {
            values.OptionalOutput(0)?.SetShape(_steps, directions, _batch, hidden);
            values.OptionalOutput(1)?.SetShape(directions, _batch, hidden);
            values.OptionalOutput(2)?.SetShape(directions, _batch, hidden);
        }

        ScratchBytes = ScratchFloats.Bytes(layer.ScratchLength(_steps, _batch));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        Value? lengths = values.OptionalInput(4);
        if (lengths is not null)
        {
            foreach (int length in lengths.Elements<int>())
            {
                if ((uint)length > (uint)_steps) { throw new ShapeException($"a sequence of {_steps} steps is said to have {length}"); }
            }
        }

        layer.Run(new RecurrentCall
        {
            Steps = _steps,
            Batch = _batch,
            X = (float*)_x.Data,
            Lengths = lengths is null ? null : (int*)lengths.Data,
            InitialH = Floats(values.OptionalInput(5)),
            InitialC = Floats(values.OptionalInput(6)),
            Y = Floats(values.OptionalOutput(0)),
            LastH = Floats(values.OptionalOutput(1)),
            LastC = Floats(values.OptionalOutput(2)),
            Scratch = (float*)Scratch,
        });
    }

    private static float* Floats(Value? value) => value is null ? null : (float*)value.Data;

    private void CheckState(Value? state)
    {
        if (state is null) { return; }
        (int first, int second) = layer.IsBatchFirst ? (_batch, layer.Directions) : (layer.Directions, _batch);
        if (!state.Shape.SequenceEqual([first, second, layer.Hidden])) { throw new ShapeException($"{state} is not [{first},{second},{layer.Hidden}]"); }
    }
}
