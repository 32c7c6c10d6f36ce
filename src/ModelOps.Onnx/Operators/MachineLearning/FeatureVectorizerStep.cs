using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>FeatureVectorizer</c>: lays rows of several inputs side by side. A longer row is cut, a shorter one is filled up with zeros.</summary>
/// <param name="inputs">Numbers, with as many rows each.</param>
/// <param name="output">Receives floats.</param>
/// <param name="columns">Columns that each input gets.</param>
internal sealed unsafe class FeatureVectorizerStep(Value[] inputs, Value output, int[] columns) : Step
{
    private readonly int _total = columns.Sum();
    private int _rows;

    /// <summary>With one dimension all of it is one row.</summary>
    public override bool KeepsRows => Array.TrueForAll(inputs, static i => i.Rank > 1);

    /// <inheritdoc/>
    public override void Bind()
    {
        _rows = Rows(inputs[0]);
        long largest = 0;
        foreach (Value input in inputs)
        {
            if (Rows(input) != _rows) { throw new ShapeException($"{input} has {Rows(input)} rows, and {inputs[0]} has {_rows}"); }
            if (input.Type != OnnxElementType.Float) { largest = Math.Max(largest, (long)input.Count * sizeof(float)); }
        }

        if (largest > Array.MaxLength - 128) { throw new ShapeException($"{inputs[0]} is too large to be converted"); }
        ScratchBytes = (int)largest;
        output.SetShape(_rows, _total);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        Span<float> to = output.Elements<float>();
        int first = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            Value input = inputs[i];
            Span<float> from = input.Type == OnnxElementType.Float ? input.Elements<float>() : new Span<float>(Scratch, input.Count);
            if (input.Type != OnnxElementType.Float) { FeatureTypes.ToFloats(input, from); }
            int length = _rows > 0 ? input.Count / _rows : 0;
            int copied = Math.Min(length, columns[i]);
            for (int row = 0; row < _rows; row++)
            {
                Span<float> cells = to.Slice((row * _total) + first, columns[i]);
                from.Slice(row * length, copied).CopyTo(cells);
                cells[copied..].Clear();
            }

            first += columns[i];
        }
    }

    private static int Rows(Value input) => input.Rank switch
    {
        0 => throw new ShapeException($"{input} is a scalar, and rows of features are expected"),
        1 => 1,
        _ => input.Shape[0],
    };
}
