namespace ModelOps.Serving;

/// <summary>What the host tells of its calls beside the metrics and spans it always has; section <c>ModelOps:Serving:Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:Telemetry";

    /// <summary>A call that takes at least this long is logged (event 2061) with its trace, up to 60 a minute. Above zero; default null: none. Read anew for each call.</summary>
    public TimeSpan? SlowCallThreshold { get; set; }

    /// <summary>Whether the metrics are told under the names of Triton Inference Server too (<c>nv_inference_count</c> and so on), for dashboards that
    /// exist. Default false, since each series is then there twice. Read at start.</summary>
    public bool TritonMetricNames { get; set; }
}
