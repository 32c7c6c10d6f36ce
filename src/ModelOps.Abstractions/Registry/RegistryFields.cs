namespace ModelOps;

/// <summary>Fields that a <see cref="RegistryFilter"/> may name. Those marked * also order, and those marked V are of versions only.</summary>
public static class RegistryFields
{
    /// <summary>Name of the model. *</summary>
    public const string Name = "name";

    /// <summary>Running number; of a model, that of its newest version. *</summary>
    public const string Number = "number";

    /// <summary>Semantic version, as text. V</summary>
    public const string Version = "version";

    /// <summary>Stage. * V</summary>
    public const string Stage = "stage";

    /// <summary>What the files are. * V</summary>
    public const string Format = "format";

    /// <summary>Digest of the version. V</summary>
    public const string Digest = "digest";

    /// <summary><see cref="ModelVersion.RunId"/>. * V</summary>
    public const string RunId = "run_id";

    /// <summary><see cref="ModelVersion.Source"/>. * V</summary>
    public const string Source = "source";

    /// <summary>Description as it is now.</summary>
    public const string Description = "description";

    /// <summary>An alias that points at the version, or one of the model's.</summary>
    public const string Alias = "alias";

    /// <summary>Time of creation. *</summary>
    public const string CreatedAt = "created_at";

    /// <summary>Time of the last change. *</summary>
    public const string UpdatedAt = "updated_at";

    /// <summary>What <see cref="Tag"/> puts before a key.</summary>
    public const string TagPrefix = "tag:";

    /// <summary>A tag.</summary>
    /// <param name="key">Key of the tag.</param>
    /// <returns>The field.</returns>
    public static string Tag(string key) => TagPrefix + key;
}
