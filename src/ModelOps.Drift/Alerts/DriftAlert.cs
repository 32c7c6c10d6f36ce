using System.Text.Json.Serialization;

namespace ModelOps.Drift.Alerts;

/// <summary>One drifted feature, worse metric of performance or changed stream of one served version: since when, how big, how sure, and what to do. Immutable.</summary>
/// <remarks>Names come from the reference profile. They are cut to <see cref="MaxTextLength"/> characters and hold no control characters; sinks escape them.</remarks>
public sealed record DriftAlert
{
    /// <summary>Most characters of a name or text.</summary>
    public const int MaxTextLength = 512;

    /// <summary>16 hexadecimal digits made of model, version, feature and kind: the same on every host, in every process.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Version that serves.</summary>
    public required string Version { get; init; }

    /// <summary>What it is about. Default a feature.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DriftAlertKind Kind { get; init; }

    /// <summary>Feature that drifted; of performance the metric, such as <c>estimated accuracy</c>; of streams the stream's name.</summary>
    public required string Feature { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required DriftAlertState State { get; init; }

    /// <summary>How bad it is. While it fires it may rise, and does not fall.</summary>
    public required DriftAlertSeverity Severity { get; init; }

    /// <summary>Whether it was a warning when it began to fire and is critical now.</summary>
    public bool HasEscalated { get; init; }

    /// <summary>Begin of the first window of the row of windows in which the feature drifted, in UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it ended; null until then.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Id of the newest window that it drifted in, <see cref="DriftEvaluation.Window"/>.</summary>
    public required string Window { get; init; }

    /// <summary>What was found in that window. Of performance: the value of the metric, as effect size how much worse it is than on the reference, as minimum effect three
    /// standard errors.</summary>
    public required FeatureDrift Found { get; init; }

    /// <summary>Level of significance that the adjusted p-value was held against; NaN where there was none.</summary>
    public required double Alpha { get; init; }

    /// <summary>Correction for the number of features tested.</summary>
    public required MultipleTestingCorrection Correction { get; init; }

    /// <summary>In which way a feature changed.</summary>
    public required DriftChange Change { get; init; }

    /// <summary>Which features of the model drifted together.</summary>
    public DriftPattern Pattern { get; init; }

    /// <summary>What changed and how big it is, in words.</summary>
    public required string Size { get; init; }

    /// <summary>How sure it is, and what is promised about false alarms, in words.</summary>
    public required string Confidence { get; init; }

    /// <summary>What to do.</summary>
    public required string Advice { get; init; }

    /// <summary>Where the report is, from <see cref="DriftAlertOptions.ReportUrl"/>; null when no template is set.</summary>
    public Uri? ReportUrl { get; init; }

    /// <summary>How often it has fired within <see cref="DriftAlertOptions.FlapWindow"/>, this time included. From 2 on it must be stable for longer before it resolves.</summary>
    public int FiredCount { get; init; }

    /// <summary>Effect size as a multiple of what counts as drift; ranks the alerts of a notification.</summary>
    public double Magnitude => Found.MinimumEffect > 0 ? Found.EffectSize / Found.MinimumEffect : Found.EffectSize;
}
