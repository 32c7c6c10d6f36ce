using System.Numerics;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>Imputer</c>: puts a value in the place of another one, which may be NaN.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
/// <param name="input">Numbers, of any shape; a row lies along the second dimension.</param>
/// <param name="output">Receives the numbers.</param>
/// <param name="replaced">What is replaced.</param>
/// <param name="imputed">What replaces it: for each feature of a row, or where their number differs the first for all.</param>
internal sealed class ImputerStep<T>(Value input, Value output, T replaced, T[] imputed) : Step
    where T : unmanaged, INumber<T>
{
    private int _columns;

    /// <summary>With one dimension all of it is one row.</summary>
    public override bool KeepsRows => input.Rank > 1;

    /// <inheritdoc/>
    public override void Bind()
    {
        _columns = RowLength.Of(input);
        output.SetShape(input.Shape);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<T> from = input.Elements<T>();
        Span<T> to = output.Elements<T>();
        bool isForEach = imputed.Length == _columns;
        bool isNaN = T.IsNaN(replaced);
        int column = 0;
        for (int i = 0; i < to.Length; i++)
        {
            T value = from[i];
            to[i] = value == replaced || (isNaN && T.IsNaN(value)) ? imputed[column] : value;
            if (isForEach && ++column == _columns) { column = 0; }
        }
    }
}
