namespace ModelOps;

/// <summary>Limits of what one call may log or ask for; those with a counterpart in MLflow are MLflow's.</summary>
public static class TrackingLimits
{
    /// <summary>Metrics of one batch.</summary>
    public const int MaxBatchMetrics = 1_000;

    /// <summary>Parameters of one batch.</summary>
    public const int MaxBatchParams = 100;

    /// <summary>Tags of one batch, or of one creation.</summary>
    public const int MaxBatchTags = 100;

    /// <summary>Metrics, parameters and tags of one batch together.</summary>
    public const int MaxBatchEntities = 1_000;

    /// <summary>Bytes of the JSON of one batch; a host that takes batches over HTTP refuses more.</summary>
    public const int MaxBatchBytes = 1_000_000;

    /// <summary>Characters of the key of a metric, parameter or tag.</summary>
    public const int MaxKeyLength = 250;

    /// <summary>Characters of the value of a parameter.</summary>
    public const int MaxParamLength = 6_000;

    /// <summary>Characters of the value of a tag of an experiment, run or logged model.</summary>
    public const int MaxTagLength = 8_000;

    /// <summary>Characters of the value of a tag of a registered model or version, for hosts that speak MLflow.</summary>
    public const int MaxRegistryTagLength = 100_000;

    /// <summary>Characters of the name of an experiment, run or logged model.</summary>
    public const int MaxNameLength = 500;

    /// <summary>Characters of a user, a model type, a status message or an idempotency key.</summary>
    public const int MaxTokenLength = 500;

    /// <summary>Characters of an artifact location.</summary>
    public const int MaxUriLength = 2_048;

    /// <summary>Datasets, or models, of one call that logs inputs or outputs.</summary>
    public const int MaxInputs = 1_000;

    /// <summary>Characters of the name of a dataset.</summary>
    public const int MaxDatasetNameLength = 500;

    /// <summary>Characters of the digest of a dataset.</summary>
    public const int MaxDatasetDigestLength = 36;

    /// <summary>Characters of the source or schema of a dataset.</summary>
    public const int MaxDatasetTextLength = 1 << 20;

    /// <summary>Characters of the profile of a dataset.</summary>
    public const int MaxDatasetProfileLength = 16 << 20;

    /// <summary>Results of one page.</summary>
    public const int MaxPageSize = 50_000;

    /// <summary>Identifiers that one query names.</summary>
    public const int MaxQueryIds = 1_000;

    /// <summary>Conditions of one filter, or parts of one order.</summary>
    public const int MaxFilterConditions = 50;

    /// <summary>Texts of one condition.</summary>
    public const int MaxFilterValues = 1_000;

    /// <summary>Characters of a filter written as text.</summary>
    public const int MaxFilterLength = 100_000;

    /// <summary>Runs of one interval query.</summary>
    public const int MaxIntervalRuns = 100;

    /// <summary>Steps of each run that one interval query returns.</summary>
    public const int MaxIntervalPoints = 2_500;

    /// <summary>Entries of one page of a list of artifacts.</summary>
    public const int MaxArtifactEntries = 10_000;

    /// <summary>Parts of one multipart upload.</summary>
    public const int MaxUploadParts = 10_000;
}
