using System.Globalization;
using ModelOps.Drift.Alerts;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>What an alert says of a change: how big, how sure, what to do.</summary>
internal static class StreamAlertText
{
    public static AlertContent Of(StreamChange change, StreamPlan? plan, DriftAlertOptions options)
    {
        double effect = Math.Abs(change.MeanAfter - change.MeanBefore) / change.DeviationBefore;
        if (!double.IsFinite(effect)) { effect = double.NaN; } // nothing is known before, or all of it was the same
        return new AlertContent
        {
            Window = string.Create(CultureInfo.InvariantCulture, $"{change.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}/{change.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"),
            Found = new FeatureDrift
            {
                Feature = change.Stream,
                Statistic = change.Detector,
                Value = change.MeanAfter,
                PValue = double.NaN,
                AdjustedPValue = double.NaN,
                CriticalValue = double.NaN,
                EffectSize = effect,
                MinimumEffect = 0,
                Since = change.Since,
                ReferenceCount = change.Values - change.ValuesAfter,
                CurrentCount = change.ValuesAfter,
                Verdict = DriftVerdict.Drifted,
            },
            Severity = effect >= options.CriticalMagnitude ? DriftAlertSeverity.Critical : DriftAlertSeverity.Warning,
            Change = DriftChange.Location,
            Pattern = DriftPattern.Some,
            Size = SizeOf(change, plan, effect),
            Confidence = ConfidenceOf(change, plan),
            Advice = AdviceOf(change.Source),
            ReportUrl = ReportLink.Of(options.ReportUrl, change.Model, change.Version, change.Stream, change.Since, change.At),
        };
    }

    private static string SizeOf(StreamChange change, StreamPlan? plan, double effect)
    {
        string before = double.IsNaN(change.MeanBefore) ? string.Empty : $", {AlertText.Number(change.MeanBefore)} before";
        string moved = double.IsNaN(effect) ? string.Empty : $": {AlertText.Number(effect)} standard deviations";
        return $"{WhatOf(change.Source)}{(plan is { Above: var above } && !double.IsNaN(above) ? $", the share above {AlertText.Number(above)}" : string.Empty)}: its mean is "
            + $"{AlertText.Number(change.MeanAfter)}{before}{moved}. {change.Detector} found it {AlertText.Count(change.ValuesAfter)} {UnitOf(plan)} after it began.";
    }

    private static string ConfidenceOf(StreamChange change, StreamPlan? plan) => change.UpdatesPerFalseAlarm is { } updates
        ? $"{change.Detector} is calibrated: while nothing changes, one false alarm is expected in {AlertText.Number(updates)} {UnitOf(plan)}. It had taken {AlertText.Count(change.Values)}."
        : $"{change.Detector} had taken {AlertText.Count(change.Values)} {UnitOf(plan)} since it began or alarmed last. How often it alarms for nothing is not calibrated; UpdatesPerFalseAlarm does so for some detectors.";

    private static string UnitOf(StreamPlan? plan) => plan is { BlockTicks: 0, BlockSize: 1 } or null ? "values" : "means";

    private static string WhatOf(StreamSource source) => source switch
    {
        StreamSource.Input => "A column of an input",
        StreamSource.Output => "A column of an output",
        StreamSource.Latency => "Latency in seconds",
        StreamSource.Failures => "The share of failed calls",
        StreamSource.AbsoluteError => "The absolute error on labels",
        StreamSource.SquaredError => "The squared error on labels",
        _ => "The share of wrong predictions",
    };

    private static string AdviceOf(StreamSource source) => source switch
    {
        StreamSource.Input => "See whether the level really moved (season, prices, other users) or something upstream did (a unit, a default, a late source). Check the error on newest labels before you retrain.",
        StreamSource.Output => "See whether an input changed at the same time; if none did, look at the model, its preprocessing and its runtime. Compare with labels as soon as they come.",
        StreamSource.Latency => "Look at load, batch sizes and the machine since then, and whether a rollout or a new runtime began at that time. Roll back or scale out; the data need not have changed.",
        StreamSource.Failures => "Look in the log for the error that calls end with since then, and whether a rollout began at that time. Roll back where it did.",
        _ => "The model does worse or better on labelled calls than before. See which segments and inputs changed since then, and whether labels are still made alike. If it is worse, retrain on newer data or roll back.",
    };
}
