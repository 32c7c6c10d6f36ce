using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Presets;

/// <summary>Judges columns as NannyML does: bins by Doane's rule on the reference alone, Jensen-Shannon to base 2 by default, and
/// thresholds from how much
/// ten chunks of the reference differ from the whole.</summary>
public static class NannyMLPreset
{
    private const int Chunks = 10;
    private const double Deviations = 3;
    private const double ChiSquareLevel = 0.05;

    /// <summary>Judges a column of numbers.</summary>
    /// <param name="reference">Reference values in the order of time; NaN and infinities are left out.</param>
    /// <param name="current">Current values; NaN and infinities are left out.</param>
    /// <param name="method">jensen_shannon (default), hellinger, kolmogorov_smirnov or wasserstein.</param>
    /// <param name="compatibility">Corrected (default): kolmogorov_smirnov and wasserstein are exact at any size. Strict: from 10,000 reference values on they are
    /// estimated over 10,000 bins of equal width, as the tool does.</param>
    /// <returns>The verdict; score NaN, no drift, when a side has no finite value.</returns>
    /// <exception cref="ArgumentException">The method is unknown.</exception>
    public static PresetVerdict Numeric(
        ReadOnlySpan<double> reference, ReadOnlySpan<double> current, string method = "jensen_shannon", PresetCompatibility compatibility = PresetCompatibility.Corrected)
    {
        double[] x = Finite(reference);
        double[] y = Finite(current);
        double[] sorted = SortedSample.Of(x);
        bool estimates = compatibility == PresetCompatibility.Strict && x.Length >= NannyMLEstimates.LargeReference;
        Func<double[], double> score = method switch
        {
            "kolmogorov_smirnov" when estimates => NannyMLEstimates.KolmogorovSmirnov(sorted),
            "wasserstein" when estimates => NannyMLEstimates.Wasserstein(sorted),
            "jensen_shannon" or "hellinger" => ByBins(sorted, method),
            "kolmogorov_smirnov" => values => KolmogorovSmirnov.Compare(sorted, values, KolmogorovSmirnovMethod.Asymptotic).Test.Statistic,
            "wasserstein" => values => Wasserstein.Distance(sorted, values),
            _ => throw new ArgumentException(
                $"'{method}' is no method of NannyML for numbers. Use jensen_shannon, hellinger, kolmogorov_smirnov or wasserstein.", nameof(method)),
        };
        if (x.Length == 0 || y.Length == 0)
        {
            return new PresetVerdict(method, double.NaN, double.NaN, HasDrifted: false);
        }

        double limit = method == "wasserstein" ? double.PositiveInfinity : 1;
        return Judge(method, score(y), [.. Chunk(x).Where(static chunk => chunk.Length > 0).Select(score)], limit);
    }

    /// <summary>Judges a column of names.</summary>
    /// <param name="reference">Reference values in the order of time; null is missing and left out.</param>
    /// <param name="current">Current values; null is missing and left out.</param>
    /// <param name="method">jensen_shannon (default), hellinger, l_infinity or chi2.</param>
    /// <returns>The verdict; score NaN, no drift, when a side has no value. chi2's score is the statistic and its threshold that of p 0.05.</returns>
    /// <exception cref="ArgumentException">The method is unknown.</exception>
    public static PresetVerdict Categorical(IEnumerable<string?> reference, IEnumerable<string?> current, string method = "jensen_shannon")
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        string[] x = [.. reference.OfType<string>()];
        string[] y = [.. current.OfType<string>()];
        Func<long[], long[], double> score = method switch
        {
            "jensen_shannon" => static (p, q) => JensenShannon.DistanceBase2(p, q),
            "hellinger" => static (p, q) => Hellinger.Compare(p, q).Statistic,
            "l_infinity" => static (p, q) => LInfinity.Distance(p, q),
            "chi2" => static (p, q) => ChiSquare.Compare(p, q).Statistic,
            _ => throw new ArgumentException(
                $"'{method}' is no method of NannyML for categories. Use jensen_shannon, hellinger, l_infinity or chi2.", nameof(method)),
        };
        if (x.Length == 0 || y.Length == 0)
        {
            return new PresetVerdict(method, double.NaN, double.NaN, HasDrifted: false);
        }

        (long[] p, long[] q) = CategoryCounts.Of(x, y);
        if (method == "chi2")
        {
            double critical = SpecialFunctions.ChiSquaredDistribution.InverseSurvival(ChiSquareLevel, ChiSquare.DegreesOfFreedom(p, q));
            return new PresetVerdict(method, score(p, q), critical, ChiSquare.Compare(p, q).PValue < ChiSquareLevel);
        }

        double[] chunks = [.. Chunk(x).Where(static chunk => chunk.Length > 0).Select(chunk =>
        {
            (long[] whole, long[] part) = CategoryCounts.Of(x, chunk);
            return score(whole, part);
        })];
        return Judge(method, score(p, q), chunks, 1);
    }

    // Current values outside the reference's range share a bin of their own, empty in the reference.
    private static Func<double[], double> ByBins(double[] reference, string method)
    {
        if (reference.Length == 0)
        {
            return static _ => double.NaN;
        }

        double[] edges = EqualWidthHistogram.Doane(reference);
        long[] counts = EqualWidthHistogram.Count(reference, edges);
        return values =>
        {
            long[] current = EqualWidthHistogram.Count(values, edges);
            return method == "hellinger" ? Hellinger.Compare(counts, current).Statistic : JensenShannon.DistanceBase2(counts, current);
        };
    }

    // Mean and three deviations (divisor n) of the chunks' scores, above only, within the method's range.
    private static PresetVerdict Judge(string method, double score, double[] chunks, double limit)
    {
        double threshold = Math.Min(limit, chunks.Average() + (Deviations * SortedSample.StandardDeviation(chunks)));
        return new PresetVerdict(method, score, threshold, score > threshold);
    }

    private static T[][] Chunk<T>(T[] values)
    {
        var chunks = new T[Chunks][];
        for (int i = 0; i < Chunks; i++)
        {
            int start = (int)((long)values.Length * i / Chunks);
            chunks[i] = values[start..(int)((long)values.Length * (i + 1) / Chunks)];
        }

        return chunks;
    }

    private static double[] Finite(ReadOnlySpan<double> values)
    {
        var finite = new List<double>(values.Length);
        foreach (double value in values)
        {
            if (double.IsFinite(value)) { finite.Add(value); }
        }

        return [.. finite];
    }
}
