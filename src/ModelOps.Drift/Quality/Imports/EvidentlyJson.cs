using System.Text.Json;

namespace ModelOps.Drift.Quality.Imports;

/// <summary>Writes drift with the names and nesting of Evidently's reports, for tools that read those.</summary>
/// <remarks>A feature without enough data has no score (null) and has not drifted. <c>drift_detected</c> asks for a change that is both significant and
/// large enough to matter, so it may be false where the score alone says drift. Only the values count here, as in the tool: a change of the share of missing
/// ones does not.</remarks>
public static partial class EvidentlyJson
{
    /// <summary>Share of drifted columns from which Evidently calls the data set drifted.</summary>
    public const double DefaultDriftShare = 0.5;

    /// <summary>Writes a report as a <c>DataDriftTable</c>. Equal reports give equal bytes.</summary>
    /// <remarks><c>drift_score</c> is the p-value corrected for the number of features, <c>stattest_threshold</c> the level it is held against,
    /// <c>stattest_name</c> this package's name of the detector. Reports hold no distributions, so <c>current</c> and <c>reference</c> are left out.</remarks>
    /// <param name="report">The report.</param>
    /// <param name="driftShare">Share of drifted columns, over all columns, from which <c>dataset_drift</c> is true; from 0 to 1.</param>
    /// <param name="types">Schema of the data: its columns of text and truth values are written as <c>cat</c>, all others as <c>num</c>. Null for
    /// all <c>num</c>.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(DriftReport report, double driftShare = DefaultDriftShare, DataSchema? types = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (driftShare is not (>= 0 and <= 1)) { throw new ArgumentOutOfRangeException(nameof(driftShare), driftShare, "The share must be from 0 to 1."); }
        HashSet<string> categorical = [.. types?.Columns.Where(static rule => rule.Type is ColumnType.Text or ColumnType.Boolean).Select(static rule => rule.Name) ?? []];
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("metrics");
            json.WriteStartObject();
            json.WriteString("metric", "DataDriftTable");
            json.WriteStartObject("result");
            json.WriteNumber("drift_share", driftShare);
            WriteTotals(json, report, driftShare);
            json.WriteStartObject("drift_by_columns");
            foreach (FeatureDrift feature in report.Features) { Write(json, feature, report.Alpha, categorical.Contains(feature.Feature)); }
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, FeatureDrift feature, double alpha, bool isCategorical)
    {
        json.WriteStartObject(feature.Feature);
        json.WriteString("column_name", feature.Feature);
        json.WriteString("column_type", isCategorical ? "cat" : "num");
        json.WriteString("stattest_name", feature.Statistic);
        json.WriteNumber("stattest_threshold", alpha);
        if (double.IsFinite(feature.AdjustedPValue)) { json.WriteNumber("drift_score", feature.AdjustedPValue); }
        else { json.WriteNull("drift_score"); }
        json.WriteBoolean("drift_detected", HasDrifted(feature));
        json.WriteEndObject();
    }
}
