using System.Globalization;
using System.Text.Json;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Reports.Charts;

namespace ModelOps.Drift.Quality.Imports;

public static partial class EvidentlyJson
{
    /// <summary>Writes an evaluation as Evidently's data drift preset does, with its names of the methods and both distributions. Equal evaluations give
    /// equal bytes.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="format">Which generation of Evidently it shall look like.</param>
    /// <param name="driftShare">Share of drifted columns, over all columns, from which <c>dataset_drift</c> is true; from 0 to 1.</param>
    /// <returns>UTF-8 JSON.</returns>
    /// <remarks>The score of a test is its p-value corrected for the number of features, held against the level; that of a distance is the effect size, held
    /// against the effect that counts. Numbers have densities between edges of the reference profile, or counts by value where the reference has few
    /// values; categories have counts, those that the reference does not name together. Version 0.7 of the tool writes no distributions, so they are left
    /// out there.</remarks>
    public static byte[] Write(DriftEvaluation evaluation, EvidentlyFormat format, double driftShare = DefaultDriftShare)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (driftShare is not (>= 0 and <= 1)) { throw new ArgumentOutOfRangeException(nameof(driftShare), driftShare, "The share must be from 0 to 1."); }
        if (!Enum.IsDefined(format)) { throw new ArgumentOutOfRangeException(nameof(format), format, "Use one of the formats that have a name."); }
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("metrics");
            if (format == EvidentlyFormat.MetricV2) { WriteValues(json, evaluation.Report, driftShare); }
            else { WriteTables(json, evaluation, driftShare); }
            json.WriteEndArray();
            if (format == EvidentlyFormat.MetricV2)
            {
                json.WriteStartArray("tests");
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static bool HasDrifted(FeatureDrift feature) => feature.ValueVerdict == DriftVerdict.Drifted;

    private static double Share(DriftReport report) => report.Features.Count == 0 ? 0 : (double)report.Features.Count(HasDrifted) / report.Features.Count;

    private static void WriteTables(Utf8JsonWriter json, DriftEvaluation evaluation, double driftShare)
    {
        json.WriteStartObject();
        json.WriteString("metric", "DatasetDriftMetric");
        json.WriteStartObject("result");
        json.WriteNumber("drift_share", driftShare);
        WriteTotals(json, evaluation.Report, driftShare);
        json.WriteEndObject();
        json.WriteEndObject();

        json.WriteStartObject();
        json.WriteString("metric", "DataDriftTable");
        json.WriteStartObject("result");
        WriteTotals(json, evaluation.Report, driftShare);
        json.WriteStartObject("drift_by_columns");
        foreach (FeatureDrift feature in evaluation.Report.Features) { WriteColumn(json, evaluation, feature); }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, DriftReport report, double driftShare)
    {
        json.WriteNumber("number_of_columns", report.Features.Count);
        json.WriteNumber("number_of_drifted_columns", report.Features.Count(HasDrifted));
        json.WriteNumber("share_of_drifted_columns", Share(report));
        json.WriteBoolean("dataset_drift", report.Features.Count > 0 && Share(report) >= driftShare);
    }

    private static void WriteColumn(Utf8JsonWriter json, DriftEvaluation evaluation, FeatureDrift feature)
    {
        FeatureProfile? reference = evaluation.Reference.Find(feature.Feature);
        EvidentlyScore score = EvidentlyScore.Of(feature, evaluation.Report.Alpha);
        json.WriteStartObject(feature.Feature);
        json.WriteString("column_name", feature.Feature);
        json.WriteString("column_type", reference is CategoricalFeatureProfile ? "cat" : "num");
        json.WriteString("stattest_name", score.Method);
        WriteNumber(json, "stattest_threshold", score.Threshold);
        WriteNumber(json, "drift_score", score.Score);
        json.WriteBoolean("drift_detected", HasDrifted(feature));
        if (reference is not null)
        {
            Distribution distribution = Distribution.Of(reference, evaluation.Current.Find(feature.Feature));
            WriteDistribution(json, "current", distribution, static bar => bar.Current);
            WriteDistribution(json, "reference", distribution, static bar => bar.Reference);
        }

        json.WriteEndObject();
    }

    private static void WriteDistribution(Utf8JsonWriter json, string side, Distribution distribution, Func<DistributionBar, long> count)
    {
        // What lies beyond the bars has no place on an axis of numbers.
        DistributionBar[] bars = [.. distribution.Bars.Where(bar => !distribution.IsScaled || !double.IsNaN(bar.Left))];
        double total = distribution.Bars.Sum(count);
        json.WriteStartObject(side);
        json.WriteStartObject("small_distribution");
        json.WriteStartArray("x");
        foreach (DistributionBar bar in bars)
        {
            if (double.IsNaN(bar.Left)) { json.WriteStringValue(bar.Label); }
            else { json.WriteNumberValue(bar.Left); }
        }

        if (distribution.IsScaled) { json.WriteNumberValue(bars[^1].Right); }
        json.WriteEndArray();
        json.WriteStartArray("y");
        foreach (DistributionBar bar in bars)
        {
            if (distribution.IsScaled) { json.WriteNumberValue(total == 0 ? 0 : count(bar) / total / (bar.Right - bar.Left)); }
            else { json.WriteNumberValue(count(bar)); }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, DriftReport report, double driftShare)
    {
        json.WriteStartObject();
        json.WriteString("metric_name", string.Create(CultureInfo.InvariantCulture, $"DriftedColumnsCount(drift_share={driftShare})"));
        json.WriteStartObject("config");
        json.WriteString("type", "evidently:metric_v2:DriftedColumnsCount");
        json.WriteNumber("drift_share", driftShare);
        json.WriteEndObject();
        json.WriteStartObject("value");
        json.WriteNumber("count", report.DriftedCount);
        json.WriteNumber("share", Share(report));
        json.WriteEndObject();
        json.WriteEndObject();
        foreach (FeatureDrift feature in report.Features)
        {
            EvidentlyScore score = EvidentlyScore.Of(feature, report.Alpha);
            json.WriteStartObject();
            json.WriteString("metric_name", string.Create(CultureInfo.InvariantCulture, $"ValueDrift(column={feature.Feature},method={score.Method},threshold={score.Threshold})"));
            json.WriteStartObject("config");
            json.WriteString("type", "evidently:metric_v2:ValueDrift");
            json.WriteString("column", feature.Feature);
            json.WriteString("method", score.Method);
            WriteNumber(json, "threshold", score.Threshold);
            json.WriteEndObject();
            WriteNumber(json, "value", score.Score);
            json.WriteEndObject();
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) { json.WriteNumber(name, value); }
        else { json.WriteNull(name); }
    }
}
