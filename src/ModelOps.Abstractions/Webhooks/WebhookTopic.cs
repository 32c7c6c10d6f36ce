namespace ModelOps;

/// <summary>A kind of change that a webhook asks to hear of, as MLflow names them.</summary>
/// <param name="Entity">What changed, e.g. <c>model_version</c>.</param>
/// <param name="Action">What happened to it, e.g. <c>created</c>.</param>
public sealed record WebhookTopic(string Entity, string Action)
{
    /// <summary>A model was registered.</summary>
    public static WebhookTopic ModelCreated { get; } = new("registered_model", "created");

    /// <summary>A version was registered.</summary>
    public static WebhookTopic VersionCreated { get; } = new("model_version", "created");

    /// <summary>A tag of a version was set.</summary>
    public static WebhookTopic TagSet { get; } = new("model_version_tag", "set");

    /// <summary>A tag of a version was removed.</summary>
    public static WebhookTopic TagDeleted { get; } = new("model_version_tag", "deleted");

    /// <summary>An alias was created or moved.</summary>
    public static WebhookTopic AliasCreated { get; } = new("model_version_alias", "created");

    /// <summary>An alias was removed.</summary>
    public static WebhookTopic AliasDeleted { get; } = new("model_version_alias", "deleted");

    /// <summary>The stage of a version changed. MLflow itself tells nobody of it.</summary>
    public static WebhookTopic StageChanged { get; } = new("model_version", "transitioned");

    /// <summary>All there are.</summary>
    public static IReadOnlyList<WebhookTopic> All { get; } = [ModelCreated, VersionCreated, TagSet, TagDeleted, AliasCreated, AliasDeleted, StageChanged];

    /// <summary>Writes <c>entity.action</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Entity}.{Action}";
}
