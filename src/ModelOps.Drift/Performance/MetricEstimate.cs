namespace ModelOps.Drift.Performance;

/// <summary>A metric of performance in a window, known or estimated.</summary>
/// <param name="Metric">Name, of <see cref="PerformanceMetricNames"/>.</param>
/// <param name="Value">The value; NaN where it is not defined, such as the precision when nothing was predicted positive.</param>
/// <param name="Reference">The value on reference data, whose labels are known; NaN where it is not known.</param>
/// <param name="SamplingError">Standard error of a window of this many rows; NaN where it is not known.</param>
public sealed record MetricEstimate(string Metric, double Value, double Reference, double SamplingError)
{
    /// <summary>Standard errors on each side of the value that make the band.</summary>
    public const double BandWidth = 3;

    /// <summary>Lower end of the band; below the metric's range where the window is small.</summary>
    public double Lower => Value - (BandWidth * SamplingError);

    /// <summary>Upper end of the band.</summary>
    public double Upper => Value + (BandWidth * SamplingError);

    /// <summary>Whether larger values are better.</summary>
    public bool IsHigherBetter => Metric is PerformanceMetricNames.Accuracy or PerformanceMetricNames.Precision or PerformanceMetricNames.Recall
        or PerformanceMetricNames.Specificity or PerformanceMetricNames.F1 or PerformanceMetricNames.Auroc;

    /// <summary>Whether even the better end of the band is worse than the reference. False where anything is NaN.</summary>
    public bool IsWorse => IsHigherBetter ? Upper < Reference : Lower > Reference;
}
