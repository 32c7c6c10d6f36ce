namespace ModelOps.Registry.Governance;

/// <summary>All that is known of a version, the one source of every document about it.</summary>
internal sealed record VersionFacts(ModelVersion Version, ModelCard Card, TrainingRecord? Training)
{
    /// <summary>Metrics of the card, then those of the version that the card does not have, each part in ordinal order.</summary>
    public IReadOnlyList<ModelCardMetric> Metrics { get; } =
    [
        .. Card.Metrics.OrderBy(static m => m.Name, StringComparer.Ordinal).ThenBy(static m => m.Slice, StringComparer.Ordinal),
        .. Version.Metrics
            .Where(m => Card.Metrics.All(c => c.Name != m.Key))
            .OrderBy(static m => m.Key, StringComparer.Ordinal)
            .Select(static m => new ModelCardMetric(m.Key, m.Value)),
    ];

    /// <summary>Datasets, one of each name and digest.</summary>
    public IReadOnlyList<TrainingDataset> Datasets { get; } =
        [.. DatasetsOf(Training).OrderBy(static d => d.Name, StringComparer.Ordinal).ThenBy(static d => d.Digest, StringComparer.Ordinal)];

    public IReadOnlyList<TrainingBaseModel> BaseModels { get; } =
        [.. BaseModelsOf(Training).OrderBy(static b => b.Name, StringComparer.Ordinal).ThenBy(static b => b.Digest, StringComparer.Ordinal)];

    public string Description => Card.Overview ?? Version.Description;

    /// <summary>Datasets of a record, one of each name and digest, as it has them.</summary>
    public static IEnumerable<TrainingDataset> DatasetsOf(TrainingRecord? training) => (training?.Datasets ?? []).DistinctBy(static d => (d.Name, d.Digest));

    /// <summary>Base models of a record, one of each name and digest, as it has them.</summary>
    public static IEnumerable<TrainingBaseModel> BaseModelsOf(TrainingRecord? training) => (training?.BaseModels ?? []).DistinctBy(static b => (b.Name, b.Digest));

    /// <summary>Hex of a digest of 64 hex digits after <c>sha256:</c>; null for any other.</summary>
    public static string? Sha256Of(string? digest) => Artifacts.Digest.IsDigest(digest) ? Artifacts.Digest.Hex(digest).ToString() : null;

    public static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
