namespace ModelOps.Registry.Mlflow;

/// <summary>What an <see cref="MlflowUri"/> points at.</summary>
public enum MlflowUriKind
{
    /// <summary>A version by its number: <c>models:/name/3</c>.</summary>
    ModelVersion,

    /// <summary>The newest version: <c>models:/name/latest</c> or <c>models:/name</c>.</summary>
    LatestVersion,

    /// <summary>The newest version in a stage: <c>models:/name/Production</c>.</summary>
    Stage,

    /// <summary>What an alias points at: <c>models:/name@champion</c>.</summary>
    Alias,

    /// <summary>A logged model: <c>models:/m-&lt;32 hex digits&gt;</c>.</summary>
    LoggedModel,

    /// <summary>Artifacts of a run: <c>runs:/&lt;run id&gt;/path</c>.</summary>
    Run,

    /// <summary>Artifacts that the server itself stores: <c>mlflow-artifacts:/path</c>.</summary>
    Artifact,
}
