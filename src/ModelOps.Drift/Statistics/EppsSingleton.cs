using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Epps-Singleton test: compares the empirical characteristic functions at two points, so that it needs no continuous data.</summary>
/// <remarks>Epps and Singleton, "An omnibus test for the two-sample problem using the empirical characteristic function" (1986), with their points
/// 0.4 and 0.8 scaled by the pooled semi-interquartile range.</remarks>
public static class EppsSingleton
{
    private const int LeastCount = 5;
    private const int SmallSample = 25;
    private static readonly double[] Points = [0.4, 0.8];

    /// <summary>Tests whether two samples come from one distribution.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <returns>W, with the small-sample factor where both sides have fewer than 25 values, and its chi-squared p-value, as SciPy's
    /// <c>epps_singleton_2samp</c>; effect size is the Mahalanobis distance of the characteristic functions, √(W/h) with h = nm/(n + m). Not enough
    /// data with fewer than five finite values on a side, or where half of the pooled values are equal, so that there is no scale.</returns>
    public static TwoSampleResult Compare(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        double[] x = SortedSample.Of(reference);
        double[] y = SortedSample.Of(current);
        double[] pooled = SortedSample.Of([.. x, .. y]);
        double scale = pooled.Length == 0 ? 0 : (SortedSample.Quantile(pooled, 0.75) - SortedSample.Quantile(pooled, 0.25)) / 2;
        if (Math.Min(x.Length, y.Length) < LeastCount || !(scale > 0) || double.IsInfinity(scale))
        {
            return TwoSampleResult.NotEnoughData(x.Length, y.Length);
        }

        double n = x.Length;
        double m = y.Length;
        double total = n + m;
        (double[] meanX, double[,] covarianceX) = CharacteristicMoments(x, scale);
        (double[] meanY, double[,] covarianceY) = CharacteristicMoments(y, scale);
        int size = meanX.Length;
        var covariance = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                covariance[i, j] = (total / n * covarianceX[i, j]) + (total / m * covarianceY[i, j]);
            }
        }

        double[] difference = [.. meanX.Select((value, i) => value - meanY[i])];
        (double form, int rank) = SymmetricMatrix.InverseForm(covariance, difference);
        double w = total * form;
        double effect = Math.Sqrt(w / EffectiveSize.Of(x.Length, y.Length));
        if (Math.Max(n, m) < SmallSample)
        {
            w /= 1 + Math.Pow(total, -0.45) + (10.1 * (Math.Pow(n, -1.7) + Math.Pow(m, -1.7)));
        }

        return new TwoSampleResult(w, rank == 0 ? 1 : ChiSquaredDistribution.Survival(w, rank), effect, x.Length, y.Length);
    }

    // Mean and covariance (divisor n) of the cosines and sines at the points.
    private static (double[] Mean, double[,] Covariance) CharacteristicMoments(double[] values, double scale)
    {
        int size = 2 * Points.Length;
        var rows = new double[values.Length, size];
        var mean = new double[size];
        for (int row = 0; row < values.Length; row++)
        {
            for (int k = 0; k < Points.Length; k++)
            {
                (double sine, double cosine) = Math.SinCos(Points[k] / scale * values[row]);
                rows[row, k] = cosine;
                rows[row, Points.Length + k] = sine;
                mean[k] += cosine / values.Length;
                mean[Points.Length + k] += sine / values.Length;
            }
        }

        var covariance = new double[size, size];
        for (int row = 0; row < values.Length; row++)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    covariance[i, j] += (rows[row, i] - mean[i]) * (rows[row, j] - mean[j]) / values.Length;
                }
            }
        }

        return (mean, covariance);
    }
}
