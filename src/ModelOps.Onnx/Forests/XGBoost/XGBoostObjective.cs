namespace ModelOps.Onnx.Forests.XGBoost;

/// <summary>What an objective makes of a margin, and of the base score, which is given as a prediction.</summary>
/// <param name="Transform">The transform of margins.</param>
/// <param name="IsClassifier">Whether predictions are shares of classes.</param>
/// <param name="ToMargin">From a prediction to its margin.</param>
internal sealed record XGBoostObjective(ForestTransform Transform, bool IsClassifier, Func<float, float> ToMargin)
{
    /// <summary>Understands an objective's name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isRaw">Whether margins stay as they are.</param>
    public static XGBoostObjective Parse(string name, bool isRaw)
    {
        XGBoostObjective? known = name switch
        {
            "reg:squarederror" or "reg:linear" or "reg:squaredlogerror" or "reg:absoluteerror" or "reg:pseudohubererror" or "reg:quantileerror" or "reg:expectileerror"
                or "rank:pairwise" or "rank:ndcg" or "rank:map" or "binary:logitraw" => new(ForestTransform.None, false, Same),
            "reg:logistic" => new(ForestTransform.Logistic, false, Logit),
            "binary:logistic" => new(ForestTransform.Logistic, true, Logit),
            "multi:softprob" or "multi:softmax" => new(ForestTransform.Softmax, true, Same),
            "count:poisson" or "reg:gamma" or "reg:tweedie" or "survival:cox" or "survival:aft" => new(ForestTransform.Exponential, false, MathF.Log),
            "binary:hinge" when isRaw => new(ForestTransform.None, false, Same),
            _ => null,
        };
        if (known is null)
        {
            throw new ForestFormatException(
                $"Its objective is {Quote.Short(name)}, which is not known{(name == "binary:hinge" ? $" without {nameof(ForestReadOptions)}.{nameof(ForestReadOptions.RawScores)}" : string.Empty)}. " +
                "Train with one that is, or set the model's objective to one with the same predictions.");
        }

        return isRaw ? known with { Transform = ForestTransform.None, IsClassifier = false } : known;
    }

    private static float Same(float score) => score;

    private static float Logit(float share) => -MathF.Log((1f / share) - 1f);
}
