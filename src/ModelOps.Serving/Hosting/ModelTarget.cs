namespace ModelOps.Serving;

/// <summary>A version that a source wants served, and how to get its files.</summary>
/// <param name="Alias">Alias that points at it; null when it comes from a file.</param>
/// <param name="Revision">Revision of the alias; older news is ignored.</param>
/// <param name="Version">Version as callers see it.</param>
/// <param name="Number">Running number; null when it comes from a file.</param>
/// <param name="FetchAsync">Makes its files available.</param>
internal sealed record ModelTarget(string? Alias, long Revision, string Version, long? Number, Func<CancellationToken, Task<ModelPackage>> FetchAsync);
