using System.Globalization;

namespace ModelOps.Onnx.Forests.LightGbm;

/// <summary>What becomes of the sums of the trees.</summary>
/// <param name="Transform">The transform.</param>
/// <param name="Classes">Number of classes; 0 for a regression.</param>
/// <param name="Scale">What sums are multiplied with before.</param>
internal sealed record LightGbmObjective(ForestTransform Transform, int Classes, double Scale)
{
    /// <summary>Understands the head's line, e.g. <c>binary sigmoid:1</c>.</summary>
    /// <param name="text">The line; empty for an objective of the user's own, which transforms nothing.</param>
    /// <param name="targets">Scores of a row.</param>
    /// <param name="isRaw">Whether scores stay as they are.</param>
    public static LightGbmObjective Parse(string text, int targets, bool isRaw)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string name = words.Length == 0 ? "none" : words[0];
        if (isRaw) { return new LightGbmObjective(ForestTransform.None, 0, 1d); }
        if (words.Contains("sqrt")) { throw Unknown(text); }
        bool isMany = name is "multiclass" or "multiclassova";
        if (!isMany && targets != 1 && name != "none") { throw new ForestFormatException($"Its objective is {Quote.Short(text)}, and its rows have {targets} scores; 1 was expected. Save the model again."); }
        int classes = targets > 2 ? targets : 0;
        return name switch
        {
            "none" or "regression" or "regression_l1" or "huber" or "fair" or "quantile" or "mape" or "lambdarank" or "rank_xendcg" => new(ForestTransform.None, 0, 1d),
            "poisson" or "gamma" or "tweedie" => new(ForestTransform.Exponential, 0, 1d),
            "cross_entropy" => new(ForestTransform.Logistic, 0, 1d),
            "binary" => new(ForestTransform.Logistic, 2, Sigmoid(words)),
            "multiclass" when targets > 1 => new(ForestTransform.Softmax, classes, 1d),
            "multiclassova" when targets > 1 => new(ForestTransform.Logistic, classes, Sigmoid(words)),
            _ => throw Unknown(text),
        };
    }

    private static double Sigmoid(string[] words)
    {
        const string Key = "sigmoid:";
        string? word = words.FirstOrDefault(static word => word.StartsWith(Key, StringComparison.Ordinal));
        if (word is null) { return 1d; }
        return double.TryParse(word.AsSpan(Key.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value > 0
            ? value
            : throw new ForestFormatException($"Its objective has {Quote.Short(word)}. Give a number above 0.");
    }

    private static ForestFormatException Unknown(string text) => new(
        $"Its objective is {Quote.Short(text)}, whose transform is not known. Ask for {nameof(ForestReadOptions)}.{nameof(ForestReadOptions.RawScores)} and transform the scores yourself.");
}
