namespace ModelOps.Onnx.Forests;

/// <summary>The transforms of <see cref="ForestTransform"/>, in single precision.</summary>
internal static class ForestTransforms
{
    private const float NearZero = 0.0000001f;

    /// <summary>Transforms the scores of a row in place.</summary>
    public static void Apply(ForestTransform transform, Span<float> scores)
    {
        switch (transform)
        {
            case ForestTransform.Logistic:
                foreach (ref float score in scores) { score = Logistic(score); }
                break;
            case ForestTransform.Probit:
                foreach (ref float score in scores) { score = Probit(score); }
                break;
            case ForestTransform.Exponential:
                foreach (ref float score in scores) { score = MathF.Exp(score); }
                break;
            case ForestTransform.Softmax:
                Softmax(scores, skipsZeros: false);
                break;
            case ForestTransform.SoftmaxZero:
                Softmax(scores, skipsZeros: true);
                break;
            default:
                break;
        }
    }

    public static float Logistic(float x)
    {
        float value = 1f / (1f + MathF.Exp(-MathF.Abs(x)));
        return x < 0f ? 1f - value : value;
    }

    /// <summary>Winitzki's approximation of the inverse error function, with the constants of ONNX Runtime.</summary>
    public static float Probit(float x)
    {
        const float A = 0.147f;
        float y = (2f * x) - 1f;
        float log = MathF.Log((1f - y) * (1f + y));
        float half = (2f / (3.14159f * A)) + (0.5f * log);
        float root = MathF.Sqrt(-half + MathF.Sqrt((half * half) - (1f / A * log)));
        return 1.41421356f * (y < 0f ? -root : root);
    }

    private static void Softmax(Span<float> scores, bool skipsZeros)
    {
        float max = float.MinValue;
        foreach (float score in scores)
        {
            if (score > max) { max = score; }
        }

        float sum = 0f;
        foreach (ref float score in scores)
        {
            if (skipsZeros && score is <= NearZero and >= -NearZero)
            {
                score *= MathF.Exp(-max);
                continue;
            }

            score = MathF.Exp(score - max);
            sum += score;
        }

        foreach (ref float score in scores) { score /= sum; }
    }
}
