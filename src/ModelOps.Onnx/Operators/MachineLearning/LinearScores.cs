namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Scores of linear models.</summary>
internal static unsafe class LinearScores
{
    /// <summary>Scores a row: dot products and intercepts.</summary>
    /// <param name="panel">Coefficients.</param>
    /// <param name="intercepts">One for each of them; empty for none.</param>
    /// <param name="row">Features.</param>
    /// <param name="scores">Receives the scores.</param>
    public static void Row(DotPanel panel, ReadOnlySpan<float> intercepts, float* row, Span<float> scores)
    {
        panel.Dots(row, scores, 1f, 0f);
        for (int i = 0; i < intercepts.Length; i++) { scores[i] += intercepts[i]; }
    }

    /// <summary>Index of the largest score, the first of equal ones. A score of NaN is never larger.</summary>
    public static int Largest(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best]) { best = i; }
        }

        return best;
    }
}
