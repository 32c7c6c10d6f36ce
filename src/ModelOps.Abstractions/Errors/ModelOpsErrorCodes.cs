namespace ModelOps;

/// <summary>The stable codes of <see cref="ModelOpsException.Code"/>.</summary>
public static class ModelOpsErrorCodes
{
    /// <summary>A text is not a model reference.</summary>
    public const string InvalidModelReference = "INVALID_MODEL_REFERENCE";

    /// <summary>A request does not fit the model's signature, or cannot be read.</summary>
    public const string InvalidRequest = "INVALID_REQUEST";

    /// <summary>No such model.</summary>
    public const string ModelNotFound = "MODEL_NOT_FOUND";

    /// <summary>The model has no such version or alias.</summary>
    public const string ModelVersionNotFound = "MODEL_VERSION_NOT_FOUND";

    /// <summary>The version exists already with other content.</summary>
    public const string ModelVersionConflict = "MODEL_VERSION_CONFLICT";

    /// <summary>The model is known but cannot answer now.</summary>
    public const string ModelNotReady = "MODEL_NOT_READY";

    /// <summary>The model could not be loaded.</summary>
    public const string ModelLoadFailed = "MODEL_LOAD_FAILED";

    /// <summary>The model failed while it ran.</summary>
    public const string ModelExecutionFailed = "MODEL_EXECUTION_FAILED";

    /// <summary>The types of a predictor, or the parts of a pipeline, do not fit a model's signature.</summary>
    public const string ModelSignatureMismatch = "MODEL_SIGNATURE_MISMATCH";

    /// <summary>An artifact's bytes are not those that were registered.</summary>
    public const string ArtifactDigestMismatch = "ARTIFACT_DIGEST_MISMATCH";

    /// <summary>An alias was moved by someone else meanwhile.</summary>
    public const string AliasConflict = "ALIAS_CONFLICT";

    /// <summary>There is a model of this name already.</summary>
    public const string ModelExists = "MODEL_EXISTS";

    /// <summary>A model or version was changed by someone else meanwhile.</summary>
    public const string RevisionConflict = "REVISION_CONFLICT";

    /// <summary>The registry does not allow a version to go from the stage it is in to another.</summary>
    public const string StageTransitionRefused = "STAGE_TRANSITION_REFUSED";

    /// <summary>Aliases point at what was to be deleted.</summary>
    public const string VersionInUse = "VERSION_IN_USE";

    /// <summary>The deadline passed before the answer.</summary>
    public const string DeadlineExceeded = "DEADLINE_EXCEEDED";

    /// <summary>The host has no room for the call now.</summary>
    public const string ServerOverloaded = "SERVER_OVERLOADED";

    /// <summary>The caller's quota is used up.</summary>
    public const string QuotaExceeded = "QUOTA_EXCEEDED";

    /// <summary>The store of the distributed limits fails.</summary>
    public const string LimiterUnavailable = "LIMITER_UNAVAILABLE";

    /// <summary>No such webhook.</summary>
    public const string WebhookNotFound = "WEBHOOK_NOT_FOUND";

    /// <summary>The store of drift buckets cannot be reached or cannot write.</summary>
    public const string DriftBucketStoreUnavailable = "DRIFT_BUCKET_STORE_UNAVAILABLE";

    /// <summary>A receiver of drift alerts did not take a notification.</summary>
    public const string DriftSinkUnavailable = "DRIFT_SINK_UNAVAILABLE";
}
