namespace ModelOps.Drift.Performance;

/// <summary>Names of the metrics of performance, as in <see cref="MetricEstimate.Metric"/>.</summary>
public static class PerformanceMetricNames
{
    /// <summary>Share of predictions that are right.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Share of predicted positives that are positive.</summary>
    public const string Precision = "precision";

    /// <summary>Share of positives that are predicted.</summary>
    public const string Recall = "recall";

    /// <summary>Share of negatives that are predicted.</summary>
    public const string Specificity = "specificity";

    /// <summary>Harmonic mean of precision and recall.</summary>
    public const string F1 = "f1";

    /// <summary>Area under the receiver operating characteristic.</summary>
    public const string Auroc = "auroc";

    /// <summary>Mean absolute error.</summary>
    public const string MeanAbsoluteError = "mae";

    /// <summary>Mean squared error.</summary>
    public const string MeanSquaredError = "mse";

    /// <summary>Root of the mean squared error.</summary>
    public const string RootMeanSquaredError = "rmse";

    /// <summary>Mean of the absolute error over the absolute truth, truths of 0 left out; 0.1 is 10 %.</summary>
    public const string MeanAbsolutePercentageError = "mape";
}
