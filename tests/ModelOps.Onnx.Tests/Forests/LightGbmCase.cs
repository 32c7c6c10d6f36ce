using System.Globalization;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>A model for LightGBM to train, and rows that tease it.</summary>
/// <param name="Parameters">LightGBM's parameters.</param>
/// <param name="Label">What is learnt, from the signal of a row.</param>
/// <param name="HasTransform">Whether the objective has a transform that a forest knows.</param>
internal sealed record LightGbmCase(string Parameters, Func<double, double> Label, bool HasTransform = true)
{
    private const int Features = 5;
    private const int TrainingRows = 600;

    public static IReadOnlyDictionary<string, LightGbmCase> All { get; } = new Dictionary<string, LightGbmCase>
    {
        ["regression"] = new("objective=regression", static signal => signal),
        ["l1"] = new("objective=regression_l1", static signal => signal),
        ["huber"] = new("objective=huber", static signal => signal),
        ["quantile"] = new("objective=quantile alpha=0.7", static signal => signal),
        ["poisson"] = new("objective=poisson", static signal => Math.Round(Math.Exp(signal / 3))),
        ["gamma"] = new("objective=gamma", static signal => Math.Exp(signal / 3)),
        ["tweedie"] = new("objective=tweedie", static signal => Math.Exp(signal / 3)),
        ["square roots"] = new("objective=regression reg_sqrt=true", static signal => signal, HasTransform: false),
        ["binary"] = new("objective=binary", static signal => signal > 0 ? 1 : 0),
        ["binary, another sigmoid"] = new("objective=binary sigmoid=0.7", static signal => signal > 0 ? 1 : 0),
        ["binary, likely rows"] = new("objective=binary min_sum_hessian_in_leaf=0 num_leaves=2 learning_rate=0.01", static signal => signal > -4 ? 1 : 0),
        ["cross entropy"] = new("objective=cross_entropy", static signal => 1 / (1 + Math.Exp(-signal))),
        ["cross entropy lambda"] = new("objective=cross_entropy_lambda", static signal => 1 / (1 + Math.Exp(-signal)), HasTransform: false),
        ["multiclass"] = new("objective=multiclass num_class=4", static signal => Math.Clamp(Math.Round(signal + 1.5), 0, 3)),
        ["multiclass of two"] = new("objective=multiclass num_class=2", static signal => signal > 0 ? 1 : 0),
        ["one against all"] = new("objective=multiclassova num_class=4 sigmoid=1.5", static signal => Math.Clamp(Math.Round(signal + 1.5), 0, 3)),
        ["ranking"] = new("objective=lambdarank", static signal => Math.Clamp(Math.Round(signal + 1.5), 0, 3)),
        ["dart"] = new("objective=regression boosting=dart drop_rate=0.5", static signal => signal),
        ["goss"] = new("objective=regression data_sample_strategy=goss", static signal => signal),
        ["random forest"] = new("objective=regression boosting=rf bagging_freq=1 bagging_fraction=0.5", static signal => signal),
        ["binary random forest"] = new("objective=binary boosting=rf bagging_freq=1 bagging_fraction=0.5", static signal => signal > 0 ? 1 : 0),
        ["random forest of classes"] = new("objective=multiclass num_class=3 boosting=rf bagging_freq=1 bagging_fraction=0.5", static signal => Math.Clamp(Math.Round(signal + 1), 0, 2)),
        ["no missing values"] = new("objective=regression use_missing=false", static signal => signal),
        ["zero as missing"] = new("objective=regression zero_as_missing=true", static signal => signal),
        ["categories"] = new("objective=regression categorical_feature=4 max_cat_to_onehot=1 cat_smooth=0 cat_l2=0", static signal => signal),
        ["single categories"] = new("objective=regression categorical_feature=4 max_cat_to_onehot=100", static signal => signal),
        ["categories without missing values"] = new("objective=regression categorical_feature=4 max_cat_to_onehot=1 cat_smooth=0 cat_l2=0 use_missing=false", static signal => signal),
        ["many leaves"] = new("objective=regression num_leaves=300 min_sum_hessian_in_leaf=0", static signal => signal),
        ["nothing to learn"] = new("objective=regression", static _ => 3),
    };

    private bool HasCategories => Parameters.Contains("categorical", StringComparison.Ordinal);

    public string Train(int rounds = 10)
    {
        Random random = new(5);
        double[] rows = new double[TrainingRows * Features];
        float[] labels = new float[TrainingRows];
        for (int row = 0; row < TrainingRows; row++)
        {
            double[] x = [(random.NextDouble() * 4) - 2, (random.NextDouble() * 4) - 2, random.Next(4) == 0 ? 0 : (random.NextDouble() * 4) - 2, random.NextDouble(), random.Next(70)];
            labels[row] = (float)Label((x[0] * 2) - Math.Abs(x[1]) + x[2] + (x[4] % 3) + (0.1 * random.NextDouble()));
            for (int feature = 0; feature < Features; feature++)
            {
                rows[(row * Features) + feature] = random.Next(12) == 0 ? double.NaN : x[feature];
            }
        }

        return LightGbmNative.Train(rows, labels, Parameters, rounds);
    }

    /// <summary>Rows with values on and beside the thresholds of a model, missing values, zeros, infinities, and categories that training never saw.</summary>
    public float[] Rows(string model, int count)
    {
        Random random = new(6);
        float[] cuts = [0f, .. model.Split('\n').Where(static line => line.StartsWith("threshold=", StringComparison.Ordinal))
            .SelectMany(static line => line["threshold=".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(static text => text == "inf" ? float.MaxValue : (float)double.Parse(text, CultureInfo.InvariantCulture))];
        float[] rows = new float[count * Features];
        for (int i = 0; i < rows.Length; i++)
        {
            float cut = cuts[random.Next(cuts.Length)];
            bool isCategory = i % Features == 4 && HasCategories;
            rows[i] = random.Next(16) switch
            {
                0 => float.NaN,
                1 => 0f,
                2 => -0f,
                3 => random.Next(2) == 0 ? 1e-36f : -1e-36f,
                4 when !isCategory => float.PositiveInfinity,
                5 when !isCategory => float.NegativeInfinity,
                < 8 when !isCategory => cut,
                8 when !isCategory => MathF.BitIncrement(cut),
                9 when !isCategory => MathF.BitDecrement(cut),
                < 11 when isCategory => ((float[])[-1f, -0.5f, -7f, 3.75f, 500f, 1e6f])[random.Next(6)],
                _ => i % Features == 4 ? random.Next(75) : (random.NextSingle() * 4f) - 2f,
            };
        }

        return rows;
    }
}
