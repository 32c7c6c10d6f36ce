namespace ModelOps.Onnx.Forests.LightGbm;

/// <summary>LightGBM predicts values that are nearly zero as if they were, and some models take zeros for missing values.</summary>
internal static class NearZero
{
    /// <summary>LightGBM's <c>kZeroThreshold</c>, which is a float.</summary>
    private const double Limit = 1e-35f;

    /// <summary>The comparison "at most the threshold" of a value that becomes zero where it is nearly so, said of the value itself.</summary>
    public static (SplitMode Mode, double Threshold) Flush(double threshold) => threshold switch
    {
        >= 0d and <= Limit => (SplitMode.AtMost, Limit),
        < 0d and >= -Limit => (SplitMode.Below, -Limit),
        _ => (SplitMode.AtMost, threshold),
    };

    /// <summary>Adds a split of a model that takes zeros for missing values: NaN and all that is nearly zero go the default way, the rest is compared.</summary>
    public static int AddAsMissing(ForestBuilder builder, int feature, double threshold, int left, int right, bool isDefaultLeft)
    {
        if (threshold > Limit)
        {
            // Zeros lie left of it.
            return isDefaultLeft
                ? builder.AddSplit(feature, SplitMode.AtMost, threshold, left, right, missingGoesTrue: true)
                : builder.AddSplit(feature, SplitMode.AtMost, threshold, Between(builder, feature, left, right, left), right);
        }

        if (threshold >= -Limit) { return Between(builder, feature, left, isDefaultLeft ? left : right, right); }

        // Zeros lie right of it. A threshold of NaN has everything there.
        int other = isDefaultLeft ? Between(builder, feature, right, left, right) : right;
        return builder.AddSplit(feature, SplitMode.AtMost, threshold, left, other);
    }

    /// <summary>Below zero, zero or missing, above it.</summary>
    private static int Between(ForestBuilder builder, int feature, int below, int zero, int above) => builder.AddSplit(
        feature, SplitMode.Below, -Limit, below, builder.AddSplit(feature, SplitMode.AtMost, Limit, zero, above, missingGoesTrue: true));
}
