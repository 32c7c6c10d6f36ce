using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Gives newly called versions what is known of them, once each; what fails for a reason that may pass is tried again after a minute.</summary>
internal sealed class PerformanceReferenceLoader(
    PerformanceDirectory directory, PerformanceReferenceSource source, PerformanceState state, TimeProvider time, ILogger<PerformanceReferenceLoader> logger)
{
    private readonly FoundVersions<VersionPerformance> _found = new(directory, time);

    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (VersionPerformance version in _found.Take()) { await LoadAsync(version, cancellationToken).ConfigureAwait(false); }
    }

    private async Task LoadAsync(VersionPerformance version, CancellationToken cancellationToken)
    {
        VersionKey key = version.Key;
        try
        {
            if (await source.FindAsync(key, cancellationToken).ConfigureAwait(false) is not { } reference)
            {
                logger.PerformanceNotEstimated(key.Model, key.Version, version.Model.PathInVersion);
                return;
            }

            var estimates = new EstimateWindows(reference, version.Model.DecisionThreshold, version.Model.Window.Ticks);
            if (version.TakeSaved() is { Windows.Length: > 0 } saved && (saved.Reference != reference.Digest || !estimates.TryLoad(saved.Windows)))
            {
                state.Drop(key, "windows of it are of another reference, or damaged, and are left out");
            }

            version.Estimates = estimates;
            logger.PerformanceWatched(key.Model, key.Version, reference.Count);
        }
        catch (Exception e) when (e is PerformanceFormatException or ArtifactDigestMismatchException)
        {
            logger.PerformanceReferenceTrouble(key.Model, key.Version, "it is damaged; register the version anew with an undamaged file", e); // a version never changes, so it stays so
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.PerformanceReferenceTrouble(key.Model, key.Version, "it could not be loaded; it is tried again in a minute", e);
            _found.Later(version);
        }
    }
}
