namespace ModelOps.Registry.Wandb;

/// <summary>A run as it was exported.</summary>
public sealed record WandbRun
{
    /// <summary>User or team it belongs to.</summary>
    public required string Entity { get; init; }

    /// <summary>Project.</summary>
    public required string Project { get; init; }

    /// <summary>Its id there, which is the id of the run here.</summary>
    public required string Id { get; init; }

    /// <summary>Lines of its history there.</summary>
    public long HistoryLines { get; init; }

    /// <summary>Lines that this export sent; those of earlier exports are not sent again.</summary>
    public long LinesSent { get; init; }

    /// <summary>Points that have no place there: at negative steps, and all but the last of several points of one metric at one step.</summary>
    public long PointsLeftOut { get; init; }
}
