namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Probabilities of classes from those of each pair of them. Source: Wu, Lin and Weng, Probability Estimates for Multi-class Classification by Pairwise Coupling
/// (2004), algorithm 2, with the bounds and roundings of ONNX Runtime.</summary>
internal static class PairwiseProbabilities
{
    private const int MaxRounds = 100;
    private const float Smallest = 1e-7f;

    /// <summary>Floats of scratch memory for a number of classes.</summary>
    public static long ScratchLength(int classes) => (2L * classes * classes) + classes;

    /// <summary>Couples the scores of the pairs.</summary>
    /// <param name="scores">Margin of each pair, in the order 0-1, 0-2, …, 1-2, ….</param>
    /// <param name="a">Slope of each pair's sigmoid.</param>
    /// <param name="b">Offset of each pair's sigmoid.</param>
    /// <param name="scratch">Scratch memory of <see cref="ScratchLength"/>.</param>
    /// <param name="probabilities">One for each class.</param>
    public static void Couple(ReadOnlySpan<float> scores, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> scratch, Span<float> probabilities)
    {
        int count = probabilities.Length;
        Span<float> pairs = scratch[..(count * count)];
        Span<float> q = scratch.Slice(count * count, count * count);
        Span<float> qp = scratch.Slice(2 * count * count, count);
        int pair = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = i + 1; j < count; j++, pair++)
            {
                float wins = 1f - Forests.ForestTransforms.Logistic((scores[pair] * a[pair]) + b[pair]);
                wins = wins < Smallest ? Smallest : wins > 1f - Smallest ? 1f - Smallest : wins; // NaN stays
                pairs[(i * count) + j] = wins;
                pairs[(j * count) + i] = 1f - wins;
            }
        }

        FillMatrix(pairs, q, count);
        Solve(q, qp, probabilities);
    }

    private static void FillMatrix(ReadOnlySpan<float> pairs, Span<float> q, int count)
    {
        q.Clear();
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                if (i == j) { continue; }
                float loses = pairs[(j * count) + i];
                q[(i * count) + i] += loses * loses;
                q[(i * count) + j] = j < i ? q[(j * count) + i] : -loses * pairs[(i * count) + j];
            }
        }
    }

    private static void Solve(ReadOnlySpan<float> q, Span<float> qp, Span<float> p)
    {
        int count = p.Length;
        float tolerance = 0.005f / count;
        p.Fill(1f / count);
        for (int round = 0; round < MaxRounds; round++)
        {
            float pqp = 0f;
            for (int i = 0; i < count; i++)
            {
                qp[i] = 0f;
                for (int j = 0; j < count; j++) { qp[i] += q[(i * count) + j] * p[j]; }
                pqp += p[i] * qp[i];
            }

            float error = 0f;
            foreach (float value in qp) { error = MathF.Abs(value - pqp) is var e && e > error ? e : error; }
            if (error < tolerance) { return; }
            for (int i = 0; i < count; i++)
            {
                float diagonal = q[(i * count) + i];
                float step = (pqp - qp[i]) / diagonal;
                p[i] += step;
                pqp = (pqp + (step * ((step * diagonal) + (2f * qp[i])))) / (1f + step) / (1f + step);
                for (int j = 0; j < count; j++)
                {
                    qp[j] = (qp[j] + (step * q[(i * count) + j])) / (1f + step);
                    p[j] /= 1f + step;
                }
            }
        }
    }
}
