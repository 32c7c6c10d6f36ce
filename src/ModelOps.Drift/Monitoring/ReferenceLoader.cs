using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>Gives newly called versions their reference, once each; what fails for a reason that may pass is tried again after a minute.</summary>
internal sealed class ReferenceLoader(
    TrafficDirectory directory, ReferenceSource source, EventClock clock, RowBudget budget, IOptions<DriftMonitoringOptions> options, TimeProvider time, ILogger<ReferenceLoader> logger)
{
    private readonly FoundVersions<TrafficEntry> _found = new(directory, time);

    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (TrafficEntry entry in _found.Take()) { await LoadAsync(entry, cancellationToken).ConfigureAwait(false); }
    }

    private async Task LoadAsync(TrafficEntry entry, CancellationToken cancellationToken)
    {
        VersionKey key = entry.Key;
        try
        {
            if (await source.FindAsync(key, cancellationToken).ConfigureAwait(false) is not { } found)
            {
                logger.ModelNotWatched(key.Model, key.Version);
                return;
            }

            entry.Traffic = new VersionTraffic(
                key, found, options.Value, clock, budget, (traffic, problem) => logger.FeaturesNotFound(traffic.Key.Model, traffic.Key.Version, problem));
            logger.ModelWatched(key.Model, key.Version, found.Profile.Features.Count);
        }
        catch (Exception e) when (e is DriftProfileFormatException or ArtifactDigestMismatchException)
        {
            logger.ReferenceRefused(key.Model, key.Version, e); // a version never changes, so it stays so
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.ReferenceNotLoaded(key.Model, key.Version, e);
            _found.Later(entry);
        }
    }
}
