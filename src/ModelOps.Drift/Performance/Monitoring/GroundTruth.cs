using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Brings labels to the versions whose predictions they are of.</summary>
internal sealed class GroundTruth(PerformanceDirectory directory, PerformanceMetrics metrics, IOptions<PerformanceMonitoringOptions> options) : IGroundTruth
{
    public LabelOutcome AddLabel(string model, string id, double label, string? version = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(id);
        LabelOutcome outcome = Add(model, id, label, version);
        metrics.Labelled(directory.Watches(model) ? model : null, outcome);
        return outcome;
    }

    private LabelOutcome Add(string model, string id, double label, string? version)
    {
        if (!options.Value.Models.TryGetValue(model, out PerformanceModelOptions? settings) || !settings.JoinsLabels) { return LabelOutcome.NotWatched; }
        VersionPerformance[] versions = version is null
            ? [.. directory.Entries.Where(entry => entry.Key.Model == model)]
            : directory.TryFind(model, version) is { } one ? [one] : [];
        return versions.Length == 0 ? LabelOutcome.NotWatched : Add(versions, id, label, settings.KeepsEarlyLabels);
    }

    // First to those that made such a prediction; it waits at all of them only if none did.
    private static LabelOutcome Add(VersionPerformance[] versions, string id, double label, bool waits)
    {
        LabelOutcome found = Offer(versions, id, label, waits: false);
        return found != LabelOutcome.Waiting ? found : waits ? Offer(versions, id, label, waits: true) : LabelOutcome.Unknown;
    }

    private static LabelOutcome Offer(VersionPerformance[] versions, string id, double label, bool waits)
    {
        LabelOutcome found = LabelOutcome.Waiting;
        foreach (VersionPerformance version in versions)
        {
            LabelOutcome outcome = version.AddLabel(id, label, waits) switch
            {
                JoinOutcome.Joined => LabelOutcome.Joined,
                JoinOutcome.Duplicate => LabelOutcome.Duplicate,
                JoinOutcome.Invalid => LabelOutcome.Invalid,
                _ => LabelOutcome.Waiting,
            };
            if (outcome != LabelOutcome.Waiting && found != LabelOutcome.Joined) { found = outcome; }
        }

        return found;
    }
}
