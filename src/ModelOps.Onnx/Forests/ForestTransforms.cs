using System.Numerics;

namespace ModelOps.Onnx.Forests;

/// <summary>The transforms of <see cref="ForestTransform"/>.</summary>
internal static class ForestTransforms
{
    private const float NearZero = 0.0000001f;

    /// <summary>Transforms the scores of a row in place.</summary>
    /// <remarks>Each by itself in single precision whatever the type, as ONNX Runtime does; what is summed over the row, in that type.</remarks>
    public static void Apply<T>(ForestTransform transform, Span<T> scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (transform)
        {
            case ForestTransform.Logistic:
                foreach (ref T score in scores) { score = T.CreateTruncating(Logistic(float.CreateTruncating(score))); }
                break;
            case ForestTransform.Probit:
                foreach (ref T score in scores) { score = T.CreateTruncating(Probit(float.CreateTruncating(score))); }
                break;
            case ForestTransform.Exponential:
                foreach (ref T score in scores) { score = T.Exp(score); }
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

    private static void Softmax<T>(Span<T> scores, bool skipsZeros)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T max = T.CreateTruncating(float.MinValue);
        foreach (T score in scores)
        {
            if (score > max) { max = score; }
        }

        T sum = T.Zero;
        foreach (ref T score in scores)
        {
            if (skipsZeros && T.Abs(score) <= T.CreateTruncating(NearZero))
            {
                score *= T.Exp(-max);
                continue;
            }

            score = T.Exp(score - max);
            sum += score;
        }

        foreach (ref T score in scores) { score /= sum; }
    }
}
