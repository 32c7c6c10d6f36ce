using ModelOps.Drift.Performance;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

/// <summary>References and traffic that tests of performance monitoring share.</summary>
internal static class LabelledData
{
    private const int Rows = 4000;

    /// <summary>A classifier that is mostly sure: its scores are probabilities, near 0 and 1.</summary>
    internal static CbpeReference Binary(double threshold = 0.5)
    {
        double[] scores = Sure(1, Rows);
        double[] uniform = PortableData.Uniform(2, Rows);
        return CbpeReference.Fit(
            scores, Array.ConvertAll(scores, score => score >= threshold), [.. scores.Select((score, i) => uniform[i] < score)], IdentityCalibrator.Instance);
    }

    internal static MulticlassCbpeReference Classes()
    {
        double[] uniform = PortableData.Uniform(2, Rows);
        double[] scores = ThreeClasses(1, Rows);
        int[] predictions = [.. Enumerable.Range(0, Rows).Select(row => Largest(scores.AsSpan(row * 3, 3)))];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => uniform[row] < scores[row * 3] ? 0 : uniform[row] < scores[row * 3] + scores[(row * 3) + 1] ? 1 : 2)];
        return MulticlassCbpeReference.Fit(scores, predictions, labels, 3);
    }

    /// <summary>A regression on two features whose error grows with the first.</summary>
    internal static DleReference Numbers()
    {
        double[] features = PortableData.Uniform(1, 2 * Rows);
        double[] noise = PortableData.Uniform(2, Rows);
        return DleReference.Fit(
            features, [.. noise.Select(static _ => 10.0)], [.. noise.Select((one, i) => 10 + (features[2 * i] * (one - 0.5)))], new BoostedStumpsTrainer(rounds: 40));
    }

    /// <summary>Scores near 0 and 1.</summary>
    internal static double[] Sure(int seed, int count) => Array.ConvertAll(PortableData.Uniform(seed, count), static x => x < 0.5 ? x * 0.2 : 1 - ((1 - x) * 0.2));

    /// <summary>Scores near 0.5.</summary>
    internal static double[] Unsure(int seed, int count) => Array.ConvertAll(PortableData.Uniform(seed, count), static x => 0.4 + (x * 0.2));

    internal static double[] ThreeClasses(int seed, int count)
    {
        double[] scores = PortableData.Uniform(seed, 3 * count);
        for (int i = 0; i < scores.Length; i += 3)
        {
            double sum = scores[i] + scores[i + 1] + scores[i + 2];
            for (int k = 0; k < 3; k++) { scores[i + k] /= sum; }
        }

        return scores;
    }

    internal static int Largest(ReadOnlySpan<double> scores) => scores.IndexOf(System.Numerics.Tensors.TensorPrimitives.Max(scores));

    /// <summary>What must be equal of two estimates, number by number.</summary>
    internal static object[] Numbers(PerformanceEstimate estimate) =>
        [estimate.Count, estimate.SkippedCount, .. estimate.Metrics.Select(static metric => (object)(metric.Metric, metric.Value, metric.Reference, metric.SamplingError))];
}
