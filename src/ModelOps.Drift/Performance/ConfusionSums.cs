using System.Runtime.InteropServices;

namespace ModelOps.Drift.Performance;

/// <summary>Counts, or expected counts, of a binary classifier's outcomes, and the metrics they give.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConfusionSums(double TruePositives, double FalsePositives, double TrueNegatives, double FalseNegatives)
{
    internal static readonly string[] Metrics =
    [
        PerformanceMetricNames.Accuracy, PerformanceMetricNames.Precision, PerformanceMetricNames.Recall,
        PerformanceMetricNames.Specificity, PerformanceMetricNames.F1,
    ];

    private double Total => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>The metric; NaN where its denominator is 0.</summary>
    internal double Value(string metric)
    {
        (double numerator, double denominator) = Ratio(metric);
        return numerator / denominator;
    }

    /// <summary>Standard deviation of one row's part in the metric: all metrics are ratios of sums, so this is that of the linearised ratio (delta method).</summary>
    internal double Deviation(string metric)
    {
        (double numerator, double denominator) = Ratio(metric);
        double ratio = numerator / denominator;
        double variance = 0;
        foreach ((ConfusionSums cell, double weight) in Cells())
        {
            (double over, double under) = cell.Ratio(metric);
            double part = (over - (ratio * under)) * (Total / denominator);
            variance += weight == 0 ? 0 : part * part * (weight / Total);
        }

        return Math.Sqrt(variance);
    }

    private (double Numerator, double Denominator) Ratio(string metric) => metric switch
    {
        PerformanceMetricNames.Accuracy => (TruePositives + TrueNegatives, Total),
        PerformanceMetricNames.Precision => (TruePositives, TruePositives + FalsePositives),
        PerformanceMetricNames.Recall => (TruePositives, TruePositives + FalseNegatives),
        PerformanceMetricNames.Specificity => (TrueNegatives, TrueNegatives + FalsePositives),
        _ => (2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives),
    };

    private IEnumerable<(ConfusionSums Cell, double Weight)> Cells() =>
    [
        (new ConfusionSums(1, 0, 0, 0), TruePositives),
        (new ConfusionSums(0, 1, 0, 0), FalsePositives),
        (new ConfusionSums(0, 0, 1, 0), TrueNegatives),
        (new ConfusionSums(0, 0, 0, 1), FalseNegatives),
    ];
}
