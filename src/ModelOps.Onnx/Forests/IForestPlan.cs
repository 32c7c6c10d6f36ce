namespace ModelOps.Onnx.Forests;

/// <summary>A forest compiled for one precision.</summary>
internal interface IForestPlan
{
    /// <summary>Scores rows of lengths that were checked.</summary>
    /// <param name="rows">Features.</param>
    /// <param name="scores">Receives scores.</param>
    /// <param name="classes">Receives classes; empty when nobody asks.</param>
    /// <param name="count">Number of rows.</param>
    void Score(ReadOnlySpan<float> rows, Span<float> scores, Span<int> classes, int count);
}
