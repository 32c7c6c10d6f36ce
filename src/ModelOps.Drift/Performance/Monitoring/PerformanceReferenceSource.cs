using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Finds what is known of a version from labelled data: in code, in the file that the settings name, or among the files it was registered with, whose digests the registry checks.</summary>
internal sealed class PerformanceReferenceSource(IOptions<PerformanceMonitoringOptions> options, IModelRegistry? registry)
{
    private const string What = "reference of performance estimation";

    /// <returns>The reference; null when the version has none.</returns>
    /// <exception cref="PerformanceFormatException">It is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal async Task<PerformanceReference?> FindAsync(VersionKey key, CancellationToken cancellationToken)
    {
        PerformanceModelOptions model = options.Value.Models[key.Model];
        if (options.Value.FindReference(key.Model) is { } given) { return given; }
        if (model.ReferenceFile is { } file) { return await ReadAsync(model.Task, file, cancellationToken).ConfigureAwait(false); }
        if (registry is null || key.Version.Length == 0) { return null; }
        ModelPackage? package = await RegisteredFiles.FetchAsync(registry, key, model.PathInVersion, cancellationToken).ConfigureAwait(false);
        return package is null ? null : await ReadAsync(model.Task, Path.Combine(package.Directory, model.PathInVersion), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<PerformanceReference> ReadAsync(PredictionTask task, string file, CancellationToken cancellationToken)
    {
        var info = new FileInfo(file);
        if (info is { Exists: true, Length: > DleReferenceFile.MaxBytes }) { throw new PerformanceFormatException(What, $"it has {info.Length} bytes, more than the {DleReferenceFile.MaxBytes} allowed"); }
        byte[] bytes = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
        return task switch
        {
            PredictionTask.Regression => PerformanceReference.Of(DleReferenceFile.Read(bytes), bytes),
            PredictionTask.MulticlassClassification => PerformanceReference.Of(MulticlassCbpeReferenceFile.Read(bytes), bytes),
            _ => PerformanceReference.Of(CbpeReferenceFile.Read(bytes), bytes),
        };
    }
}
