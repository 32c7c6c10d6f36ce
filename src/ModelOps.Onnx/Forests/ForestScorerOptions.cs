namespace ModelOps.Onnx.Forests;

/// <summary>How a forest is scored.</summary>
public sealed record ForestScorerOptions
{
    /// <summary>Whether the leaves of one row may be added in another order than that of the trees, which is up to a fifth faster for a few rows. Default false.</summary>
    /// <remarks>
    /// Scores then need not equal ONNX Runtime's to the last bit. Before base values and transform, the two differ by at most
    /// <c>2 * (n - 1) * u * sum(|leaf|)</c> for the <c>n</c> leaves added to a target, <c>u</c> being 2^-24, or 2^-53 for a forest of double precision
    /// (and by the rounding to single precision at the end).
    /// Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, section 4.2. Which order it is depends on the number of rows of a call.
    /// </remarks>
    public bool AllowReorderedSums { get; init; }
}
