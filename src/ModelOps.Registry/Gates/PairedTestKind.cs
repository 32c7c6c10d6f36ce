namespace ModelOps.Registry.Gates;

/// <summary>A test over the losses of two versions on the same rows.</summary>
public enum PairedTestKind
{
    /// <summary>Resampling of the mean difference; asks nothing of its distribution. The default.</summary>
    Bootstrap,

    /// <summary>Wilcoxon's signed-rank test: robust against few rows with large losses. It judges the middle of the differences, not their mean.</summary>
    Wilcoxon,

    /// <summary>Student's paired t test: fast; for many rows.</summary>
    StudentT,
}
