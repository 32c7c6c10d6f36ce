using Microsoft.Extensions.Options;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>Finds the reference of a version: in code, in the file that the settings name, or among the files it was registered with.</summary>
internal sealed class ReferenceSource(IOptions<DriftMonitoringOptions> options, IModelRegistry? registry)
{
    /// <summary>Parameter of a registered version that names the columns of its input, with spaces or commas between.</summary>
    internal const string FeaturesParameter = "features";

    /// <returns>The reference; null when the version has none.</returns>
    /// <exception cref="DriftProfileFormatException">It is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal async Task<ModelFeatures?> FindAsync(VersionKey key, CancellationToken cancellationToken)
    {
        DriftMonitoringOptions settings = options.Value;
        if (settings.FindReference(key.Model) is { } given) { return new ModelFeatures(given, []); }
        if (settings.Models.TryGetValue(key.Model, out MonitoredModelOptions? model) && model.ReferenceFile is { } file)
        {
            return new ModelFeatures(await ReadAsync(file, cancellationToken).ConfigureAwait(false), []);
        }

        return registry is not null && key.Version.Length > 0 ? await FindRegisteredAsync(registry, key, cancellationToken).ConfigureAwait(false) : null;
    }

    private static async Task<DatasetProfile> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var info = new FileInfo(file);
        return info is { Exists: true, Length: > DriftProfileFile.MaxBytes }
            ? throw new DriftProfileFormatException($"it has {info.Length} bytes, more than the {DriftProfileFile.MaxBytes} allowed")
            : DriftProfileFile.Read(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<ModelFeatures?> FindRegisteredAsync(IModelRegistry registry, VersionKey key, CancellationToken cancellationToken)
    {
        if (await RegisteredFiles.FindAsync(registry, key, DriftProfileFile.Name, cancellationToken).ConfigureAwait(false) is not { } version) { return null; }
        ModelPackage package = await registry.FetchAsync(version, cancellationToken).ConfigureAwait(false);
        return package.ReadDriftProfile() is { } profile ? new ModelFeatures(profile, Columns(version)) : null;
    }

    private static string[] Columns(ModelVersion version) =>
        version.Parameters.TryGetValue(FeaturesParameter, out string? names)
            ? names.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];
}
