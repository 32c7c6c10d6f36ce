using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>A split said as "is the feature above the bound", which every comparison of a float with a threshold can be.</summary>
/// <param name="Column">Feature, and where NaN goes.</param>
/// <param name="Bound">The bound, a float even where the threshold is a double.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankTest(RankColumnKey Column, float Bound)
{
    /// <summary>Says a split so.</summary>
    /// <param name="split">The split.</param>
    /// <param name="test">The test; of an equality, that which tells its value from those above it.</param>
    /// <param name="lower">Of an equality, the test which tells its value from those below it; else the same as <paramref name="test"/>.</param>
    /// <returns>Whether there is such a bound. There is none for NaN, and none below negative infinity.</returns>
    public static bool TryCreate(ForestNode split, out RankTest test, out RankTest lower)
    {
        bool isEquality = split.Mode is SplitMode.Equal or SplitMode.NotEqual;
        bool includesThreshold = split.Mode is SplitMode.AtMost or SplitMode.Above;
        bool isTrueBelow = split.Mode is SplitMode.AtMost or SplitMode.Below;
        test = default;
        lower = default;
        if (double.IsNaN(split.Threshold) || (double.IsNegativeInfinity(split.Threshold) && !includesThreshold)) { return false; }
        float highestAtMost = HighestAtMost(split.Threshold);
        float highestBelow = highestAtMost == split.Threshold ? MathF.BitDecrement(highestAtMost) : highestAtMost;
        if (isEquality)
        {
            // NaN is below the upper bound, so the lower test decides about it.
            test = new RankTest(new RankColumnKey(split.Feature, NaNIsAbove: false), Positive(highestAtMost));
            lower = new RankTest(new RankColumnKey(split.Feature, NaNIsAbove: split.MissingGoesTrue && split.Mode == SplitMode.Equal), Positive(highestBelow));
            return true;
        }

        test = new RankTest(
            new RankColumnKey(split.Feature, NaNIsAbove: split.MissingGoesTrue != isTrueBelow),
            Positive(includesThreshold ? highestAtMost : highestBelow));
        lower = test;
        return true;
    }

    private static float HighestAtMost(double threshold)
    {
        float nearest = (float)threshold;
        return nearest > threshold ? MathF.BitDecrement(nearest) : nearest;
    }

    /// <summary>The two zeros are one bound.</summary>
    private static float Positive(float bound) => bound == 0f ? 0f : bound;
}
