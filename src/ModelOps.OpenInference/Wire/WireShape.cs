namespace ModelOps.OpenInference.Wire;

/// <summary>Arithmetic of shapes that callers send.</summary>
internal static class WireShape
{
    /// <summary>Most dimensions of a tensor.</summary>
    public const int MaxRank = 64;

    /// <summary>Product of dimensions that are 0 or more; null when it is beyond what a tensor may hold.</summary>
    public static long? CountElements(ReadOnlySpan<long> shape)
    {
        if (shape.Contains(0)) { return 0; }
        long count = 1;
        foreach (long dimension in shape)
        {
            if (dimension > Array.MaxLength / count) { return null; }
            count *= dimension;
        }

        return count;
    }

    /// <summary>Refuses a tensor that cannot be as long as the caller says, before memory is taken for it.</summary>
    public static void EnsureHolds(string model, string input, TensorDataType dataType, ReadOnlySpan<long> shape, int bytes)
    {
        long? count = CountElements(shape);
        bool holds = dataType == TensorDataType.Bytes ? count <= bytes / sizeof(int) : count * dataType.ItemSize() == bytes;
        if (!holds)
        {
            throw InvalidInferenceRequestException.ForInput(
                model,
                input,
                $"as many bytes as shape {InferenceTensor.FormatShape(shape)} and datatype {dataType.ToName()} take",
                $"{bytes} bytes");
        }
    }
}
