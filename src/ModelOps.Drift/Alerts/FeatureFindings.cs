using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Alerts;

/// <summary>Says what an evaluation found of features as alerts take it.</summary>
internal sealed class FeatureFindings(DriftAlertOptions options, DriftEvaluation evaluation)
{
    private const int FewFeatures = 4; // of fewer than so many, a share says little
    private const double NearlyAll = 0.8;
    private readonly DriftPattern _pattern = PatternOf(options, evaluation.Report);
    private readonly bool _isWide = evaluation.Report.TestedCount >= FewFeatures && evaluation.Report.DriftedShare >= options.CriticalShare;

    public static bool IsNearlyAll(DriftReport report) => report.TestedCount >= FewFeatures && report.DriftedShare >= NearlyAll;

    public static AlertObservation Observe(DriftAlertOptions options, DriftEvaluation evaluation)
    {
        var findings = new FeatureFindings(options, evaluation);
        return new AlertObservation
        {
            Model = evaluation.Model,
            Version = evaluation.Version,
            From = evaluation.From,
            To = evaluation.To,
            Tells = evaluation.Tells,
            Findings = [.. evaluation.Report.Features.Select(found => new AlertFinding(found.Feature, found.Verdict, found.Since, () => findings.Describe(found)))],
        };
    }

    private AlertContent Describe(FeatureDrift feature)
    {
        FeatureDrift found = feature.Leading;
        (DriftChange change, string text) = DriftDiagnosis.Of(found, evaluation.Reference.Find(found.Feature), evaluation.Current.Find(found.Feature));
        return new AlertContent
        {
            Window = evaluation.Window,
            Found = found,
            Severity = _isWide || options.IsCritical(found) ? DriftAlertSeverity.Critical : DriftAlertSeverity.Warning,
            Alpha = evaluation.Report.Alpha,
            Correction = evaluation.Report.Correction,
            Change = change,
            Pattern = _pattern,
            Size = DriftAlertTexts.Size(found, text),
            Confidence = DriftAlertTexts.Confidence(found, evaluation),
            Advice = DriftAdvice.Of(change, _pattern),
            ReportUrl = ReportLink.Of(options.ReportUrl, evaluation.Model, evaluation.Version, found.Feature, evaluation.From, evaluation.To),
        };
    }

    private static DriftPattern PatternOf(DriftAlertOptions options, DriftReport report)
    {
        if (IsNearlyAll(report)) { return DriftPattern.NearlyAll; }
        bool hasStableInput = report.Features.Any(feature => feature.Verdict == DriftVerdict.Stable && !IsOutput(feature));
        return hasStableInput && report.Features.Where(static feature => feature.HasDrifted).All(IsOutput) ? DriftPattern.OutputsOnly : DriftPattern.Some;

        bool IsOutput(FeatureDrift feature) => NamePattern.MatchesAny(options.Outputs, feature.Feature);
    }
}
