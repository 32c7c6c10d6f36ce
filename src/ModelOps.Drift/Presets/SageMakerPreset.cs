using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Presets;

/// <summary>Judges columns as SageMaker Model Monitor does with Deequ's distances: the largest distance of the distribution functions
/// (numbers) or of the
/// shares (names), robust to sample size by subtracting what chance explains.</summary>
/// <remarks><c>max(0, D - c √((n + m) / (nm)))</c> with c = 1.8; 1.8 is the level 0.3% of Kolmogorov's limit.</remarks>
public static class SageMakerPreset
{
    private const double Chance = 1.8;

    /// <summary>Judges a column of numbers.</summary>
    /// <param name="reference">Reference values; NaN and infinities are left out.</param>
    /// <param name="current">Current values; NaN and infinities are left out.</param>
    /// <param name="robust">Whether to subtract what chance explains (<c>comparison_method</c> Robust, the default) or not (Simple).</param>
    /// <param name="threshold">Distance above which the column drifted (<c>comparison_threshold</c>), 0 to 1.</param>
    /// <returns>The verdict; score NaN, no drift, when a side has no finite value.</returns>
    public static PresetVerdict Numeric(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, bool robust = true, double threshold = 0.1) =>
        Judge(KolmogorovSmirnov.Compare(reference, current, KolmogorovSmirnovMethod.Asymptotic).Test, robust, threshold);

    /// <summary>Judges a column of names.</summary>
    /// <param name="reference">Reference values; null is missing and left out.</param>
    /// <param name="current">Current values; null is missing and left out.</param>
    /// <param name="robust">Whether to subtract what chance explains (Robust, the default) or not (Simple).</param>
    /// <param name="threshold">Distance above which the column drifted, 0 to 1.</param>
    /// <returns>The verdict; score NaN, no drift, when a side has no value.</returns>
    public static PresetVerdict Categorical(
        IEnumerable<string?> reference, IEnumerable<string?> current, bool robust = true, double threshold = 0.1)
    {
        (long[] x, long[] y) = CategoryCounts.Of(reference, current);
        return Judge(LInfinity.Compare(x, y, permutations: 1), robust, threshold);
    }

    private static PresetVerdict Judge(TwoSampleResult result, bool robust, double threshold)
    {
        double chance = robust && result.HasEnoughData ? Chance / Math.Sqrt(EffectiveSize.Of(result.ReferenceCount, result.CurrentCount)) : 0;
        double score = result.HasEnoughData ? Math.Max(0, result.Statistic - chance) : double.NaN;
        return new PresetVerdict(robust ? "Robust" : "Simple", score, threshold, score > threshold);
    }
}
