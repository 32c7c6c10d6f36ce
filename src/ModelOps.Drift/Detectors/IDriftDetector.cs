using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>One way to measure how far a feature has moved from its reference. Implementations are safe for concurrent use.</summary>
public interface IDriftDetector
{
    /// <summary>Name in options, reports and metrics, e.g. one of <see cref="DriftDetectorNames"/>; unique.</summary>
    string Name { get; }

    /// <summary>Effect size below which a change is no drift, however significant, unless the options say otherwise.</summary>
    double DefaultMinimumEffect { get; }

    /// <summary>Says whether features of a kind can be measured.</summary>
    /// <param name="kind">Kind of the feature.</param>
    /// <returns>Whether they can.</returns>
    bool Supports(FeatureKind kind);

    /// <summary>Measures one feature.</summary>
    /// <param name="reference">Reference profile, of a supported kind.</param>
    /// <param name="current">Current profile over the same bins.</param>
    /// <returns>Statistic, p-value and effect size; not enough data when a side is empty. Data never makes it throw.</returns>
    TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current);

    /// <summary>The statistic that is exceeded with probability <paramref name="alpha"/> when nothing changed.</summary>
    /// <param name="alpha">Above 0, below 1.</param>
    /// <param name="reference">Reference profile, with values.</param>
    /// <param name="current">Current profile over the same bins, with values.</param>
    /// <returns>The critical value; NaN where nothing can differ.</returns>
    double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current);

    /// <summary>The effect size that an alarm at level <paramref name="alpha"/> catches with probability <paramref name="power"/>: what
    /// silence rules out.</summary>
    /// <param name="criticalValue">What <see cref="CriticalValue"/> gave for the same alpha and profiles.</param>
    /// <param name="alpha">Above 0, below 1.</param>
    /// <param name="power">Above alpha, below 1.</param>
    /// <param name="reference">Reference profile, with values.</param>
    /// <param name="current">Current profile over the same bins, with values.</param>
    /// <returns>The effect size; NaN where it is not known, as for a detector that does not say.</returns>
    double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current) => double.NaN;
}
