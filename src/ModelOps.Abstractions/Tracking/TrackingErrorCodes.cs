namespace ModelOps;

/// <summary>Codes of the errors of tracking and artifact stores.</summary>
public static class TrackingErrorCodes
{
    /// <summary>There is no such experiment.</summary>
    public const string ExperimentNotFound = "EXPERIMENT_NOT_FOUND";

    /// <summary>There is no such run.</summary>
    public const string RunNotFound = "RUN_NOT_FOUND";

    /// <summary>There is no such logged model.</summary>
    public const string LoggedModelNotFound = "LOGGED_MODEL_NOT_FOUND";

    /// <summary>An experiment of that name exists already.</summary>
    public const string ExperimentConflict = "EXPERIMENT_CONFLICT";

    /// <summary>A parameter was logged with another value before.</summary>
    public const string ParamConflict = "PARAM_CONFLICT";

    /// <summary>What was asked for is not valid, e.g. beyond a limit or a filter on an unknown field.</summary>
    public const string InvalidTrackingRequest = "INVALID_TRACKING_REQUEST";

    /// <summary>The experiment or run is in a stage that forbids what was asked.</summary>
    public const string TrackingState = "TRACKING_STATE";

    /// <summary>A text is not the path of an artifact.</summary>
    public const string InvalidArtifactPath = "INVALID_ARTIFACT_PATH";

    /// <summary>There is no such artifact.</summary>
    public const string ArtifactNotFound = "ARTIFACT_NOT_FOUND";

    /// <summary>The artifact is larger than the store takes.</summary>
    public const string ArtifactTooLarge = "ARTIFACT_TOO_LARGE";

    /// <summary>A multipart upload is not there, or its parts do not fit.</summary>
    public const string ArtifactUpload = "ARTIFACT_UPLOAD";
}
