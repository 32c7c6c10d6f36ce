using System.Security.Cryptography;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>What is known of a version from labelled data, of whatever kind.</summary>
internal sealed class PerformanceReference
{
    private readonly Func<double, IPerformanceEstimator> _make;
    private readonly Func<string, (double Value, double Deviation)?> _metric;

    private PerformanceReference(
        PredictionTask task, string digest, long count, int scores, int features, Func<double, IPerformanceEstimator> make, Func<string, (double Value, double Deviation)?> metric)
    {
        Task = task;
        Digest = digest;
        Count = count;
        Scores = scores;
        Features = features;
        _make = make;
        _metric = metric;
    }

    internal PredictionTask Task { get; }

    /// <summary>Tells references apart, so that saved sums meet their own.</summary>
    internal string Digest { get; }

    /// <summary>Labelled rows that took part.</summary>
    internal long Count { get; }

    /// <summary>Scores of a row; 0 where any number will do.</summary>
    internal int Scores { get; }

    /// <summary>Features of a row; 0 where none are looked at.</summary>
    internal int Features { get; }

    internal static PerformanceReference Of(CbpeReference reference, ReadOnlySpan<byte> bytes) => new(
        PredictionTask.BinaryClassification, DigestOf(bytes), reference.Count, 0, 0, threshold => new BinaryEstimator(reference, threshold), metric => reference.Metric(metric));

    internal static PerformanceReference Of(MulticlassCbpeReference reference, ReadOnlySpan<byte> bytes) => new(
        PredictionTask.MulticlassClassification, DigestOf(bytes), reference.Classes[0].Count, reference.Classes.Count, 0, _ => new MulticlassEstimator(reference),
        metric => metric == PerformanceMetricNames.Accuracy ? (reference.Accuracy, Math.Sqrt(reference.Accuracy * (1 - reference.Accuracy))) : null);

    internal static PerformanceReference Of(DleReference reference, ReadOnlySpan<byte> bytes) => new(
        PredictionTask.Regression, DigestOf(bytes), reference.Count, 0, reference.Dimensions, _ => new RegressionEstimator(reference), metric => Metric(reference, metric));

    internal IPerformanceEstimator Make(double threshold) => _make(threshold);

    /// <summary>A metric on the reference, and the standard deviation of one row's part in it; null when it is not known.</summary>
    internal (double Value, double Deviation)? Metric(string metric) => _metric(metric);

    private static (double Value, double Deviation)? Metric(DleReference reference, string metric)
    {
        bool isRoot = metric == PerformanceMetricNames.RootMeanSquaredError;
        string of = isRoot ? PerformanceMetricNames.MeanSquaredError : metric;
        if (Array.Find(reference.Estimators, estimator => estimator.Metric == of) is not { } found) { return null; }
        double root = Math.Sqrt(found.Mean);
        return !isRoot ? (found.Mean, found.Deviation) : root > 0 ? (root, found.Deviation / (2 * root)) : (0, 0);
    }

    private static string DigestOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
