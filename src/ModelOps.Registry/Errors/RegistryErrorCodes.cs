namespace ModelOps.Registry;

/// <summary>Codes of <see cref="RegistryStorageException"/>.</summary>
public static class RegistryErrorCodes
{
    /// <summary>The metadata is damaged, missing or not a registry's.</summary>
    public const string Damaged = "REGISTRY_DAMAGED";

    /// <summary>A newer release wrote the metadata.</summary>
    public const string NewerSchema = "REGISTRY_NEWER_SCHEMA";

    /// <summary>An older release wrote the metadata, and the registry was opened read-only, so that it cannot be brought up to date.</summary>
    public const string OlderSchema = "REGISTRY_OLDER_SCHEMA";

    /// <summary>The registry was opened read-only.</summary>
    public const string ReadOnly = "REGISTRY_READ_ONLY";

    /// <summary>The registry cannot be opened read-only, because its last writer has not closed it.</summary>
    public const string NotClosed = "REGISTRY_NOT_CLOSED";

    /// <summary>The disk is full.</summary>
    public const string Full = "REGISTRY_STORAGE_FULL";

    /// <summary>The storage cannot be read or written, or another process keeps it locked.</summary>
    public const string Unavailable = "REGISTRY_STORAGE_UNAVAILABLE";

    /// <summary>A text is not a filter or an order that the search understands.</summary>
    public const string FilterSyntax = "FILTER_SYNTAX";
}
