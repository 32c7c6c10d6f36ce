using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Shapes and checks of <c>ArrayFeatureExtractor</c>, which picks columns along the last dimension.</summary>
internal static class PickedColumns
{
    /// <summary>Sets the shape of the picked columns.</summary>
    /// <returns>Length of a row of the input.</returns>
    /// <exception cref="ShapeException">There is nothing to pick, or nothing to pick from.</exception>
    public static int Bind(Value input, Value indexes, Value output)
    {
        if (input.Rank == 0) { throw new ShapeException($"{input} is a scalar, and has no columns"); }
        if (indexes.Count == 0) { throw new ShapeException($"{indexes} picks nothing; give one index or more"); }
        Span<int> shape = stackalloc int[Value.MaxRank];
        input.Shape.CopyTo(shape);
        shape[input.Rank - 1] = indexes.Count;
        if (input.Rank == 1) { output.SetShape(1, indexes.Count); }
        else { output.SetShape(shape[..input.Rank]); }
        return input.Shape[^1];
    }

    /// <summary>Checks the indexes.</summary>
    /// <exception cref="ElementException">One is out of range.</exception>
    public static ReadOnlySpan<long> Check(Value indexes, int columns)
    {
        ReadOnlySpan<long> picked = indexes.Elements<long>();
        foreach (long index in picked)
        {
            if ((ulong)index >= (ulong)columns) { throw new ElementException($"{indexes} picks column {index}, and there are {columns}"); }
        }

        return picked;
    }
}
