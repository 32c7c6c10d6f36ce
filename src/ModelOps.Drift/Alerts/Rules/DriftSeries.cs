namespace ModelOps.Drift.Alerts;

/// <summary>Names of this package's instruments and tags as the OpenTelemetry exporters for Prometheus write them: units and <c>_total</c> at the end, all but letters, digits and <c>_</c>
/// replaced. Some write <c>_ratio</c> for the unit 1, the one for .NET does not.</summary>
internal static class DriftSeries
{
    public const string Model = "modelops_model_name";
    public const string Version = "modelops_model_version";
    public const string Feature = "modelops_drift_feature";
    public const string Statistic = "modelops_drift_statistic";
    public const string Sink = "modelops_drift_sink";
    public const string Fate = "modelops_drift_fate";
    public const string Share = "modelops_drift_features_drifted";
    public const string Effect = "modelops_drift_feature_effect";
    public const string Drifted = "modelops_drift_feature_state";
    public const string Last = "modelops_drift_evaluation_last_seconds";
    public const string Rows = "modelops_drift_rows_total";
    public const string Lost = "modelops_drift_buckets_lost_total";
    public const string Notifications = "modelops_drift_alerts_notifications_total";
}
