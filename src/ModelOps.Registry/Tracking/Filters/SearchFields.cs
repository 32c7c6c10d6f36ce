namespace ModelOps.Registry.Tracking.Filters;

/// <summary>What the searches of one kind of thing may name.</summary>
/// <param name="What">The kind, for messages.</param>
/// <param name="Entities">What may have a prefix.</param>
/// <param name="OrderEntities">What may be ordered by.</param>
/// <param name="Fields">Attributes by every name they go by: the name they are known by, and whether they are numbers.</param>
internal sealed record SearchFields(
    string What,
    IReadOnlyList<TrackingEntity> Entities,
    IReadOnlyList<TrackingEntity> OrderEntities,
    IReadOnlyDictionary<string, (string Key, bool IsNumber)> Fields)
{
    public static SearchFields Experiments { get; } = new(
        "experiments",
        [TrackingEntity.Attribute, TrackingEntity.Tag],
        [TrackingEntity.Attribute],
        Of(
            [TrackingAttributes.Name, TrackingAttributes.ExperimentId],
            [TrackingAttributes.CreationTime, TrackingAttributes.LastUpdateTime],
            []));

    public static SearchFields Runs { get; } = new(
        "runs",
        [TrackingEntity.Attribute, TrackingEntity.Metric, TrackingEntity.Param, TrackingEntity.Tag, TrackingEntity.Dataset],
        [TrackingEntity.Attribute, TrackingEntity.Metric, TrackingEntity.Param, TrackingEntity.Tag],
        Of(
            [
                TrackingAttributes.RunId, TrackingAttributes.RunName, TrackingAttributes.UserId, TrackingAttributes.Status, TrackingAttributes.ArtifactUri,
                TrackingAttributes.ExperimentId,
            ],
            [TrackingAttributes.StartTime, TrackingAttributes.EndTime],
            [
                ("created", TrackingAttributes.StartTime), ("start time", TrackingAttributes.StartTime), ("run name", TrackingAttributes.RunName),
                ("run id", TrackingAttributes.RunId), ("end time", TrackingAttributes.EndTime), ("user", TrackingAttributes.UserId),
            ]));

    public static SearchFields LoggedModels { get; } = new(
        "logged models",
        [TrackingEntity.Attribute, TrackingEntity.Metric, TrackingEntity.Param, TrackingEntity.Tag],
        [TrackingEntity.Attribute, TrackingEntity.Metric],
        Of(
            [
                TrackingAttributes.Name, TrackingAttributes.ModelId, TrackingAttributes.ModelType, TrackingAttributes.Status,
                TrackingAttributes.SourceRunId, TrackingAttributes.ArtifactUri, TrackingAttributes.ExperimentId,
            ],
            [TrackingAttributes.CreationTimestamp, TrackingAttributes.LastUpdatedTimestamp],
            [("creation_time", TrackingAttributes.CreationTimestamp), ("last_updated_time", TrackingAttributes.LastUpdatedTimestamp)]));

    /// <summary>The fields of a dataset, which are not attributes of the run.</summary>
    public static IReadOnlyList<string> Dataset { get; } = ["name", "digest", "context"];

    private static Dictionary<string, (string Key, bool IsNumber)> Of(string[] texts, string[] numbers, (string Name, string Key)[] others)
    {
        Dictionary<string, (string Key, bool IsNumber)> fields = new(StringComparer.OrdinalIgnoreCase);
        foreach (string text in texts) { fields.Add(text, (text, false)); }
        foreach (string number in numbers) { fields.Add(number, (number, true)); }
        foreach ((string name, string key) in others) { fields.Add(name, fields[key]); }
        return fields;
    }
}
