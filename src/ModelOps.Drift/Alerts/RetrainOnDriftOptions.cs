namespace ModelOps.Drift.Alerts;

/// <summary>Which models are trained anew when they drift; section <c>ModelOps:Drift:Retraining</c> of the configuration.</summary>
public sealed class RetrainOnDriftOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Drift:Retraining";

    /// <summary>What to run for each model, by its name. Models that are not named here are left alone.</summary>
    public IDictionary<string, RetrainingRule> Models { get; } = new Dictionary<string, RetrainingRule>(StringComparer.Ordinal);

    /// <summary>Longest time that a launcher may take to answer; it is asked again with the next window. 1 second to 5 minutes; default 30 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
