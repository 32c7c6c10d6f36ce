using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>Two-sample Kolmogorov-Smirnov from sketches, with what the sketches leave open.</summary>
public static class SketchKolmogorovSmirnov
{
    /// <summary>Compares two sketches.</summary>
    /// <param name="reference">Sketch of the reference.</param>
    /// <param name="current">Sketch of the current values; may have another size.</param>
    /// <returns>D ± (ε of the reference + ε of the current sketch), and p at both ends, by the law at finite effective size. All NaN when a side is
    /// empty.</returns>
    public static SketchTestResult Compare(KllSketch reference, KllSketch current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        if (reference.Count == 0 || current.Count == 0)
        {
            var none = new EstimateInterval(double.NaN, double.NaN, double.NaN);
            return new SketchTestResult(none, none);
        }

        double d = LargestDistance(reference.Steps(), current.Steps());
        double error = reference.UniformError + current.UniformError;
        var statistic = new EstimateInterval(Math.Max(0, d - error), d, Math.Min(1, d + error));
        double P(double at) => KolmogorovSmirnov.AsymptoticPValue(at, reference.Count, current.Count);
        return new SketchTestResult(statistic, new EstimateInterval(P(statistic.High), P(d), P(statistic.Low)));
    }

    private static double LargestDistance((double Value, double Share)[] x, (double Value, double Share)[] y)
    {
        double best = 0;
        int i = 0;
        int j = 0;
        while (i < x.Length && j < y.Length)
        {
            double at = Math.Min(x[i].Value, y[j].Value);
            while (i < x.Length && x[i].Value <= at) { i++; }
            while (j < y.Length && y[j].Value <= at) { j++; }
            best = Math.Max(best, Math.Abs(ShareBefore(x, i) - ShareBefore(y, j)));
        }

        return best;
    }

    private static double ShareBefore((double Value, double Share)[] steps, int at) => at == 0 ? 0 : steps[at - 1].Share;
}
