namespace ModelOps.Serving;

/// <summary>Settings of rollouts; section <c>ModelOps:Serving:Rollout</c> of the configuration.</summary>
public sealed class RolloutOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:Rollout";

    /// <summary>Policies by name, for <see cref="IRollouts.StartAsync(string, string, CancellationToken)"/>. Default none.</summary>
    public IDictionary<string, RolloutPolicy> Policies { get; } = new Dictionary<string, RolloutPolicy>();

    /// <summary>How often the evidence is looked at. 10 ms to 1 hour; default 1 s. The guarantee of <see cref="RolloutPolicy.Alpha"/> does not depend on it.</summary>
    public TimeSpan EvaluationInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Folder where rollouts are kept, one small file a model, so that they outlive the process; made when missing. Null (the default): they do not.
    /// Evidence is written at every decision and every <see cref="PersistInterval"/>.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>How often evidence is written to <see cref="StateDirectory"/>; what came since is lost with the process. 1 s to 1 hour; default 10 s.</summary>
    public TimeSpan PersistInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>File to which audit events are appended, one JSON object a line, each on disk before the decision is carried out. Null (the default): none;
    /// events go to the log all the same.</summary>
    public string? AuditFile { get; set; }
}
