namespace ModelOps.Drift.Alerts;

/// <summary>When a model is trained anew, and how.</summary>
public sealed class RetrainingRule
{
    /// <summary>What to run, <see cref="TrainingJobSpec.Job"/>. Required.</summary>
    public string Job { get; set; } = string.Empty;

    /// <summary>Parameters of the run. <c>drift_version</c>, <c>drift_since</c> and <c>drift_features</c> are added.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Longest time the job may run; null (the default) for what the launcher's settings say.</summary>
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>Windows in a row in which the model must drift enough. 1 to 1,000; default 3, since much drift is a broken pipeline that is mended soon.</summary>
    public int Windows { get; set; } = 3;

    /// <summary>Share of the tested features that must drift, 0 to 1. Default 0: one feature is enough.</summary>
    public double MinDriftedShare { get; set; }

    /// <summary>Share of the model's importance that the drifted features must have together, 0 to 1, by <see cref="Importances"/>. Default 0.</summary>
    public double MinImportance { get; set; }

    /// <summary>Importance of features by name, in any unit; features that are missing count as of mean importance.</summary>
    public IDictionary<string, double> Importances { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Time after a start within which no other job is started for the model. Zero to 90 days; default 1 day.</summary>
    public TimeSpan Cooldown { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Whether the model is trained anew although nearly all features drifted at once, which mostly is a broken pipeline. Default false.</summary>
    public bool EvenIfNearlyAllDrifted { get; set; }
}
