namespace ModelOps.Registry;

/// <summary>Limits that hold for every registration and alias move, so that no caller can swell the registry without bound.</summary>
/// <remarks>The bytes of a version are limited by <see cref="RegistryOptions.MaxVersionBytes"/>, the names of models and aliases by
/// <see cref="ModelReference.IsName"/> and <see cref="ModelReference.IsAlias"/>, paths by <see cref="ModelFile.IsPath"/>.</remarks>
public static class RegistryLimits
{
    /// <summary>Files of one version.</summary>
    public const int MaxFiles = 10_000;

    /// <summary>Bytes of UTF-8 of one segment of a path: what common file systems hold.</summary>
    public const int MaxPathSegmentBytes = 255;

    /// <summary>Entries of one of metrics, parameters, tags or evidence.</summary>
    public const int MaxEntries = 1_000;

    /// <summary>Characters of a key of metrics, parameters, tags or evidence.</summary>
    public const int MaxKeyLength = 256;

    /// <summary>Characters of a value of parameters or evidence.</summary>
    public const int MaxValueLength = 8_192;

    /// <summary>Characters of a value of a tag: MLflow's clients keep the text of a prompt in one.</summary>
    public const int MaxTagLength = TrackingLimits.MaxRegistryTagLength;

    /// <summary>Characters of a description.</summary>
    public const int MaxDescriptionLength = 65_536;

    /// <summary>Characters of a reason.</summary>
    public const int MaxReasonLength = 4_096;

    /// <summary>Characters of an actor, an idempotency key or a format.</summary>
    public const int MaxTokenLength = 256;

    /// <summary>Inputs and outputs of one signature together.</summary>
    public const int MaxTensors = 4_096;

    /// <summary>Bytes of UTF-8 of all that describes one version, as JSON, its list of files included.</summary>
    public const int MaxMetadataBytes = 16 << 20;

    /// <summary>Alias moves of one transaction.</summary>
    public const int MaxAliasMoves = 100;

    /// <summary>Characters of the URI of a source.</summary>
    public const int MaxSourceLength = 4_096;

    /// <summary>Conditions of one search.</summary>
    public const int MaxFilters = 32;

    /// <summary>Values of one condition.</summary>
    public const int MaxFilterValues = 1_000;

    /// <summary>Characters of the pattern of one condition.</summary>
    public const int MaxPatternLength = 256;

    /// <summary>Entries of one page of a search.</summary>
    public const int MaxPageSize = 10_000;
}
