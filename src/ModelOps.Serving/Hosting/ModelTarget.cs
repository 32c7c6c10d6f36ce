namespace ModelOps.Serving;

/// <summary>A version that a source wants served, and how to get its files.</summary>
/// <param name="Alias">Alias that points at it; null when it is served by its version.</param>
/// <param name="Revision">Revision of the alias; older news is ignored.</param>
/// <param name="Version">Version as callers see it.</param>
/// <param name="Number">Running number; null when it comes from no registry.</param>
/// <param name="FetchAsync">Makes its files available.</param>
internal sealed record ModelTarget(string? Alias, long Revision, string Version, long? Number, Func<CancellationToken, Task<ModelPackage>> FetchAsync)
{
    /// <summary>Digest of files that may change under their version; null where a version never changes.</summary>
    public string? Digest { get; init; }

    /// <summary>What it is served as: its alias, or a colon and its version.</summary>
    public string Key => Alias ?? $":{Version}";

    public bool IsServedBy(ModelGeneration generation) =>
        generation.Version == Version && generation.Package.Number == Number && (Digest is null || generation.Package.Digest == Digest);

    public bool IsMeantBy(string version) =>
        Version == version || (Number is { } number && number.ToString(System.Globalization.CultureInfo.InvariantCulture) == version);
}
