using System.Numerics;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>Normalizer</c>: divides each row by its norm; a row whose norm is 0 stays.</summary>
/// <typeparam name="T">Type of the input's elements.</typeparam>
/// <param name="input">Rows.</param>
/// <param name="output">Receives floats.</param>
/// <param name="norm">The norm.</param>
internal sealed class NormalizerStep<T>(Value input, Value output, NormKind norm) : Step
    where T : unmanaged, INumber<T>
{
    private int _columns;

    /// <summary>With one dimension all of it is one row.</summary>
    public override bool KeepsRows => input.Rank > 1;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (input.Rank is not (1 or 2)) { throw new ShapeException($"{input} has {input.Rank} dimensions, and rows have 2, or 1 for a single row"); }
        _columns = RowLength.Of(input);
        output.SetShape(input.Shape);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<T> from = input.Elements<T>();
        Span<float> to = output.Elements<float>();
        for (int i = 0; i < to.Length; i += _columns)
        {
            ReadOnlySpan<T> row = from.Slice(i, _columns);
            Span<float> result = to.Slice(i, _columns);
            switch (norm)
            {
                case NormKind.Max: Max(row, result); break;
                case NormKind.L1: L1(row, result); break;
                default: L2(row, result); break;
            }
        }
    }

    private static void Max(ReadOnlySpan<T> row, Span<float> result)
    {
        Convert(row, result);
        NormalizerKernel.Divide(VectorWidths.Best, result, NormalizerKernel.Max(result));
    }

    // Absolute values and squares are taken in the type of the input, where those of integers may wrap, as in ONNX Runtime. Sums go from left to right as there.
    private static void L1(ReadOnlySpan<T> row, Span<float> result)
    {
        float sum = 0f;
        for (int i = 0; i < row.Length; i++)
        {
            T value = row[i];
            sum += float.CreateTruncating(T.IsNegative(value) ? unchecked(-value) : value);
            result[i] = float.CreateTruncating(value);
        }

        NormalizerKernel.Divide(VectorWidths.Best, result, sum);
    }

    private static void L2(ReadOnlySpan<T> row, Span<float> result)
    {
        float sum = 0f;
        for (int i = 0; i < row.Length; i++)
        {
            T value = row[i];
            float square = float.CreateTruncating(unchecked(value * value));
            sum += square;
            result[i] = value < T.Zero ? -square : square;
        }

        if (sum != 0f) { NormalizerKernel.SignedRoots(VectorWidths.Best, result, sum); }
        else { Convert(row, result); }
    }

    private static void Convert(ReadOnlySpan<T> row, Span<float> result)
    {
        for (int i = 0; i < row.Length; i++) { result[i] = float.CreateTruncating(row[i]); }
    }
}
