using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Monitoring;

/// <summary>Keeps the newest evaluations of each of the versions evaluated last.</summary>
internal sealed class DriftHistory(IOptions<DriftMonitoringOptions> options) : VersionHistory<DriftEvaluation>, IDriftHistory
{
    private const int MaxVersions = 256;
    private const int MaxProfiles = 10_000;

    internal void Add(DriftEvaluation evaluation)
    {
        // A profile of a feature takes some 2 kB, so wide models keep fewer windows.
        int most = Math.Min(options.Value.History, MaxProfiles / Math.Max(1, evaluation.Current.Features.Count));
        Add(new VersionKey(evaluation.Model, evaluation.Version), evaluation, most);
        Trim(MaxVersions, static newest => newest.To);
    }
}
