using ModelOps.Drift.Detectors;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Validation;

/// <summary>What options must hold, said once for dependency injection and for direct use.</summary>
internal static class DriftOptionsRules
{
    internal static List<string> Failures(DriftOptions options, IDriftDetector[] detectors)
    {
        var failures = new List<string>();
        if (!(options.Alpha is > 0 and < 1))
        {
            failures.Add($"{Key(nameof(options.Alpha))} is {options.Alpha}. Set it above 0 and below 1, e.g. 0.01.");
        }

        if (!(options.DetectionPower > options.Alpha && options.DetectionPower < 1))
        {
            failures.Add($"{Key(nameof(options.DetectionPower))} is {options.DetectionPower}. Set it above {nameof(options.Alpha)} and below 1, e.g. 0.8.");
        }

        if (!Enum.IsDefined(options.Correction))
        {
            failures.Add($"{Key(nameof(options.Correction))} is {options.Correction}. Set it to {string.Join(", ", Enum.GetNames<MultipleTestingCorrection>())}.");
        }

        if (options.MinimumCount < 1)
        {
            failures.Add($"{Key(nameof(options.MinimumCount))} is {options.MinimumCount}. Set it to at least 1, e.g. 30.");
        }

        if (!(options.MinimumMissingChange is > 0 and <= 1))
        {
            failures.Add($"{Key(nameof(options.MinimumMissingChange))} is {options.MinimumMissingChange}. Set it above 0 and at most 1, e.g. 0.05.");
        }

        CheckDetector(failures, nameof(options.NumericDetector), options.NumericDetector, FeatureKind.Numeric, detectors);
        CheckDetector(failures, nameof(options.CategoricalDetector), options.CategoricalDetector, FeatureKind.Categorical, detectors);
        foreach ((string name, double effect) in options.MinimumEffects)
        {
            string key = $"{Key(nameof(options.MinimumEffects))}:{name}";
            if (!Array.Exists(detectors, detector => detector.Name == name))
            {
                failures.Add($"{key} names no detector. Use {Names(detectors)}.");
            }

            if (!(effect >= 0))
            {
                failures.Add($"{key} is {effect}. Set it to at least 0, e.g. 0.1.");
            }
        }

        return failures;
    }

    private static void CheckDetector(List<string> failures, string property, string name, FeatureKind kind, IDriftDetector[] detectors)
    {
        IDriftDetector[] fitting = Array.FindAll(detectors, detector => detector.Supports(kind));
        if (!Array.Exists(fitting, detector => detector.Name == name))
        {
            failures.Add($"{Key(property)} is '{name}', which is no detector of {kind} features. Set it to {Names(fitting)}.");
        }
    }

    private static string Key(string property) => $"{DriftOptions.SectionName}:{property}";

    private static string Names(IDriftDetector[] detectors) => string.Join(", ", detectors.Select(static detector => $"'{detector.Name}'"));
}
