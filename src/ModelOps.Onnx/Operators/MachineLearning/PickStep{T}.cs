using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>ArrayFeatureExtractor</c> over numbers.</summary>
/// <typeparam name="T">A type as large as the elements.</typeparam>
/// <param name="input">What is picked from.</param>
/// <param name="indexes">Columns, in the order in which they are wanted.</param>
/// <param name="output">Receives them.</param>
internal sealed class PickStep<T>(Value input, Value indexes, Value output) : Step
    where T : unmanaged
{
    private int _columns;

    /// <summary>With one dimension all of it is one row.</summary>
    public override bool KeepsRows => input.Rank > 1;

    /// <inheritdoc/>
    public override void Bind() => _columns = PickedColumns.Bind(input, indexes, output);

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<long> picked = PickedColumns.Check(indexes, _columns);
        ReadOnlySpan<T> from = input.Elements<T>();
        Span<T> to = output.Elements<T>();
        int at = 0;
        for (int row = 0; row < from.Length; row += _columns)
        {
            foreach (long index in picked) { to[at++] = from[row + (int)index]; }
        }
    }
}
