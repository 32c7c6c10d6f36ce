namespace ModelOps;

/// <summary>Fields that filters and orders may name; the names are MLflow's. Times are milliseconds since 1970.</summary>
public static class TrackingAttributes
{
    /// <summary>Name of an experiment or logged model.</summary>
    public const string Name = "name";

    /// <summary>Identifier of an experiment.</summary>
    public const string ExperimentId = "experiment_id";

    /// <summary>When an experiment was made.</summary>
    public const string CreationTime = "creation_time";

    /// <summary>When an experiment last changed.</summary>
    public const string LastUpdateTime = "last_update_time";

    /// <summary>Identifier of a run.</summary>
    public const string RunId = "run_id";

    /// <summary>Name of a run.</summary>
    public const string RunName = "run_name";

    /// <summary>Who runs it.</summary>
    public const string UserId = "user_id";

    /// <summary>Status of a run (<c>FINISHED</c>) or logged model (<c>READY</c>), in capitals.</summary>
    public const string Status = "status";

    /// <summary>When a run began.</summary>
    public const string StartTime = "start_time";

    /// <summary>When a run ended.</summary>
    public const string EndTime = "end_time";

    /// <summary>URI of the artifacts of a run or logged model.</summary>
    public const string ArtifactUri = "artifact_uri";

    /// <summary>Identifier of a logged model.</summary>
    public const string ModelId = "model_id";

    /// <summary>What a logged model is for.</summary>
    public const string ModelType = "model_type";

    /// <summary>Run that wrote a logged model.</summary>
    public const string SourceRunId = "source_run_id";

    /// <summary>When a logged model was made.</summary>
    public const string CreationTimestamp = "creation_timestamp";

    /// <summary>When a logged model last changed.</summary>
    public const string LastUpdatedTimestamp = "last_updated_timestamp";
}
