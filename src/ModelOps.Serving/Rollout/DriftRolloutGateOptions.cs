namespace ModelOps.Serving;

/// <summary>What drift does to rollouts; section <c>ModelOps:Serving:Rollout:Drift</c> of the configuration.</summary>
public sealed class DriftRolloutGateOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:Rollout:Drift";

    /// <summary>What a rollout does whose canary's traffic has drifted from what the canary was trained on. Default: hold.</summary>
    public RolloutGateAction OnDrift { get; set; } = RolloutGateAction.Hold;

    /// <summary>What a rollout does while nothing is known of the canary, or what is known is older than <see cref="MaxAge"/>. Default: hold.</summary>
    public RolloutGateAction WhenUnknown { get; set; } = RolloutGateAction.Hold;

    /// <summary>Age from which evidence counts as none. 1 second to 30 days; default 1 hour.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Longest time the evidence may take to come; it is unknown then. 10 ms to 1 minute; default 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Models whose rollouts are judged. Empty (the default) means all.</summary>
    public IList<string> Models { get; set; } = new List<string>();
}
