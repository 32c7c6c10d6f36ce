using ModelOps.Drift.Detectors;

namespace ModelOps.Drift;

/// <summary>What counts as drift; section <c>ModelOps:Drift</c> of the configuration when <c>AddDrift()</c> was called.</summary>
public sealed class DriftOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Drift";

    /// <summary>Level of significance, above 0 and below 1. Default 0.01.</summary>
    public double Alpha { get; set; } = 0.01;

    /// <summary>Probability of an alarm at which <see cref="FeatureDrift.MinimumDetectableEffect"/> is told, above alpha and below 1. Default 0.8.</summary>
    public double DetectionPower { get; set; } = 0.8;

    /// <summary>Correction for the number of features tested. Default Benjamini-Hochberg.</summary>
    public MultipleTestingCorrection Correction { get; set; } = MultipleTestingCorrection.BenjaminiHochberg;

    /// <summary>Detector of numeric features, by name. Default <see cref="DriftDetectorNames.KolmogorovSmirnov"/>.</summary>
    public string NumericDetector { get; set; } = DriftDetectorNames.KolmogorovSmirnov;

    /// <summary>Detector of categorical features, by name. Default <see cref="DriftDetectorNames.ChiSquare"/>.</summary>
    public string CategoricalDetector { get; set; } = DriftDetectorNames.ChiSquare;

    /// <summary>Values that each side must have before a feature is tested, at least 1. Default 30.</summary>
    public long MinimumCount { get; set; } = 30;

    /// <summary>Effect size from which a significant change counts as drift, by detector; a detector not named here has its own default (0.1 for
    /// those of this package). Large samples make trifles significant; this keeps them from alarming.</summary>
    public IDictionary<string, double> MinimumEffects { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Change of the share of missing values from which a significant one counts as drift, above 0 and at most 1. Default 0.05: from 1 % to 6 %, say.</summary>
    public double MinimumMissingChange { get; set; } = 0.05;
}
