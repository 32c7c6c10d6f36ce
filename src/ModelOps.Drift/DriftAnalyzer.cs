using ModelOps.Drift.Detectors;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift;

/// <summary>Compares a profile of current data with its reference. Safe for concurrent use.</summary>
public sealed class DriftAnalyzer
{
    private readonly DriftOptions _options;
    private readonly IDriftDetector _numeric;
    private readonly IDriftDetector _categorical;

    /// <summary>Makes an analyzer with this package's detectors.</summary>
    /// <param name="options">What counts as drift; null for the defaults. Not to be changed afterwards.</param>
    /// <exception cref="ArgumentException">The options contradict themselves or name no known detector.</exception>
    public DriftAnalyzer(DriftOptions? options = null)
        : this(options ?? new DriftOptions(), DefaultDetectors())
    {
    }

    /// <summary>Makes an analyzer with chosen detectors.</summary>
    /// <param name="options">What counts as drift. Not to be changed afterwards.</param>
    /// <param name="detectors">Detectors that the options may name.</param>
    /// <exception cref="ArgumentException">The options contradict themselves or name none of the detectors.</exception>
    public DriftAnalyzer(DriftOptions options, IEnumerable<IDriftDetector> detectors)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(detectors);
        IDriftDetector[] known = [.. detectors];
        if (Validation.DriftOptionsRules.Failures(options, known) is { Count: > 0 } failures)
        {
            throw new ArgumentException(string.Join(' ', failures), nameof(options));
        }

        _options = options;
        _numeric = Array.Find(known, detector => detector.Name == options.NumericDetector)!;
        _categorical = Array.Find(known, detector => detector.Name == options.CategoricalDetector)!;
    }

    /// <summary>Compares two profiles.</summary>
    /// <param name="reference">Profile of the reference data.</param>
    /// <param name="current">Profile of current data, built over the reference's bins.</param>
    /// <returns>A verdict for each feature of the reference; one that the current data lacks has not enough data.</returns>
    /// <exception cref="ArgumentException">A feature counts over different bins in the two.</exception>
    public DriftReport Compare(DatasetProfile reference, DatasetProfile current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        FeatureDrift[] features = [.. reference.Features.Select(feature => Measure(feature, current.Find(feature.Name) ?? feature.Empty()))];

        // The tests of the values, then those of the missing ones: one family.
        FeatureDrift[] tested = [.. features.Where(static feature => feature.ValueVerdict != DriftVerdict.NotEnoughData)];
        double[] found = [.. tested.Select(static feature => feature.PValue), .. features.Select(static feature => feature.Missing).OfType<MissingDrift>().Select(static missing => missing.PValue)];
        double[] adjusted = AdjustedPValues.Of(found, _options.Correction);
        int values = 0;
        int missing = tested.Length;
        return new DriftReport
        {
            Features = [.. features.Select(feature => Judge(
                feature,
                feature.ValueVerdict == DriftVerdict.NotEnoughData ? double.NaN : adjusted[values++],
                feature.Missing is null ? double.NaN : adjusted[missing++]))],
            Alpha = _options.Alpha,
            Correction = _options.Correction,
        };
    }

    /// <summary>This package's detectors.</summary>
    internal static IDriftDetector[] DefaultDetectors() =>
    [
        new PsiDetector(), new KolmogorovSmirnovDetector(), new WassersteinDetector(), new ChiSquareDetector(), new GTestDetector(),
        new JensenShannonDetector(), new KullbackLeiblerDetector(), new HellingerDetector(), new TotalVariationDetector(), new LInfinityDetector(),
        new WelchDetector(), new MannWhitneyDetector(),
    ];

    private FeatureDrift Measure(FeatureProfile reference, FeatureProfile current)
    {
        if (!reference.IsCompatibleWith(current))
        {
            throw new ArgumentException(
                $"Feature '{reference.Name}' of the current profile counts over other bins than the reference. Build it with new {nameof(DatasetProfileBuilder)}(reference).",
                nameof(current));
        }

        IDriftDetector detector = reference.Kind == FeatureKind.Numeric ? _numeric : _categorical;
        TwoSampleResult result = detector.Measure(reference, current);
        bool enough = result.HasEnoughData && Math.Min(reference.Count, current.Count) >= _options.MinimumCount;
        double critical = enough ? detector.CriticalValue(_options.Alpha, reference, current) : double.NaN;
        return new FeatureDrift
        {
            Feature = reference.Name,
            Statistic = detector.Name,
            Value = result.Statistic,
            PValue = result.PValue,
            AdjustedPValue = double.NaN,
            CriticalValue = critical,
            EffectSize = result.EffectSize,
            MinimumDetectableEffect = enough
                ? detector.MinimumDetectableEffect(critical, _options.Alpha, _options.DetectionPower, reference, current)
                : double.NaN,
            MinimumEffect = _options.MinimumEffects.TryGetValue(detector.Name, out double effect) ? effect : detector.DefaultMinimumEffect,
            ReferenceCount = result.ReferenceCount,
            CurrentCount = result.CurrentCount,
            Verdict = enough ? DriftVerdict.Stable : DriftVerdict.NotEnoughData,
            Missing = MissingValues.Measure(reference, current, _options),
        };
    }

    private FeatureDrift Judge(FeatureDrift feature, double adjusted, double adjustedOfMissing)
    {
        DriftVerdict values = Matters(adjusted, feature.EffectSize, feature.MinimumEffect) ? DriftVerdict.Drifted : feature.ValueVerdict;
        MissingDrift? missing = feature.Missing is { } found
            ? found with { AdjustedPValue = adjustedOfMissing, HasDrifted = Matters(adjustedOfMissing, found.EffectSize, found.MinimumEffect) }
            : null;
        return (feature with { AdjustedPValue = adjusted }).With(values, missing);
    }

    private bool Matters(double adjusted, double effect, double least) => adjusted <= _options.Alpha && effect >= least;
}
