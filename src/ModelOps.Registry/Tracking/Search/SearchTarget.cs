using ModelOps.Registry.Tracking.Filters;

namespace ModelOps.Registry.Tracking.Search;

/// <summary>Where the searches of one kind of thing look.</summary>
/// <param name="Fields">What they may name.</param>
/// <param name="Table">Table and its short name <c>e</c>.</param>
/// <param name="Columns">Expression of each attribute.</param>
/// <param name="NullableColumns">Attributes that may be missing.</param>
/// <param name="Owner">Column of the tables below that names the thing.</param>
/// <param name="Tags">Table of tags.</param>
/// <param name="Params">Table of parameters.</param>
/// <param name="Metrics">Table of latest metrics.</param>
/// <param name="TieBreakers">What orders the equal; the last is the identifier.</param>
internal sealed record SearchTarget(
    SearchFields Fields,
    string Table,
    IReadOnlyDictionary<string, string> Columns,
    IReadOnlyList<string> NullableColumns,
    string Owner,
    string Tags,
    string Params,
    string Metrics,
    IReadOnlyList<SortKey> TieBreakers)
{
    public static SearchTarget Experiments { get; } = new(
        SearchFields.Experiments,
        "experiments e",
        new Dictionary<string, string>
        {
            [TrackingAttributes.Name] = "e.name",
            [TrackingAttributes.ExperimentId] = "CAST(e.id AS TEXT)",
            [TrackingAttributes.CreationTime] = "e.created_at",
            [TrackingAttributes.LastUpdateTime] = "e.updated_at",
        },
        [],
        "experiment_id",
        "experiment_tags",
        "",
        "",
        [new SortKey("e.created_at", SortKind.Integer, true), new SortKey("e.id", SortKind.Integer, true)]);

    public static SearchTarget Runs { get; } = new(
        SearchFields.Runs,
        "runs e",
        new Dictionary<string, string>
        {
            [TrackingAttributes.RunId] = "e.id",
            [TrackingAttributes.RunName] = "e.name",
            [TrackingAttributes.UserId] = "e.user_id",
            [TrackingAttributes.Status] = "e.status",
            [TrackingAttributes.ArtifactUri] = "e.artifact_uri",
            [TrackingAttributes.ExperimentId] = "CAST(e.experiment_id AS TEXT)",
            [TrackingAttributes.StartTime] = "e.start_time",
            [TrackingAttributes.EndTime] = "e.end_time",
        },
        [TrackingAttributes.EndTime],
        "run_id",
        "run_tags",
        "run_params",
        "latest_metrics",
        [new SortKey("e.start_time", SortKind.Integer, true), new SortKey("e.id", SortKind.Text, false)]);

    public static SearchTarget LoggedModels { get; } = new(
        SearchFields.LoggedModels,
        "logged_models e",
        new Dictionary<string, string>
        {
            [TrackingAttributes.Name] = "e.name",
            [TrackingAttributes.ModelId] = "e.id",
            [TrackingAttributes.ModelType] = "e.model_type",
            [TrackingAttributes.Status] = "e.status",
            [TrackingAttributes.SourceRunId] = "e.source_run_id",
            [TrackingAttributes.ArtifactUri] = "e.artifact_uri",
            [TrackingAttributes.ExperimentId] = "CAST(e.experiment_id AS TEXT)",
            [TrackingAttributes.CreationTimestamp] = "e.created_at",
            [TrackingAttributes.LastUpdatedTimestamp] = "e.updated_at",
        },
        [TrackingAttributes.SourceRunId],
        "model_id",
        "logged_model_tags",
        "logged_model_params",
        "logged_model_metrics",
        [new SortKey("e.created_at", SortKind.Integer, true), new SortKey("e.id", SortKind.Text, false)]);
}
