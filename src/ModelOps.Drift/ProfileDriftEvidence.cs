using ModelOps.Drift.Profiles;

namespace ModelOps.Drift;

/// <summary>Evidence about drift for promotion gates: a version's reference profile, <see cref="DriftProfileFile.Name"/> among its files, against the
/// newest current profile. Added by <c>AddDriftEvidence()</c>; safe for concurrent use.</summary>
/// <remarks>Nothing is known, and a drift gate refuses, where the version has no reference, nobody profiled a window for it, or no feature has enough data to
/// test. The statistics are those of the features that were tested, by feature; of one that only has more or fewer missing values, the share of these.</remarks>
public sealed class ProfileDriftEvidence : IDriftEvidenceSource
{
    private readonly IModelRegistry _registry;
    private readonly ICurrentProfileSource _current;
    private readonly DriftAnalyzer _analyzer;

    /// <summary>Makes the source.</summary>
    /// <param name="registry">Where versions and their references are.</param>
    /// <param name="current">What comes in now.</param>
    /// <param name="analyzer">Says what counts as drift.</param>
    public ProfileDriftEvidence(IModelRegistry registry, ICurrentProfileSource current, DriftAnalyzer analyzer)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(analyzer);
        _registry = registry;
        _current = current;
        _analyzer = analyzer;
    }

    /// <inheritdoc/>
    /// <exception cref="DriftProfileFormatException">A profile is damaged.</exception>
    /// <exception cref="ArgumentException">The current profile counts over other bins than the reference.</exception>
    public async ValueTask<DriftEvidence?> FindAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (!version.Files.Any(static f => f.Path == DriftProfileFile.Name)
            || await _current.FindAsync(version, cancellationToken).ConfigureAwait(false) is not { } current
            || (await _registry.FetchAsync(version, cancellationToken).ConfigureAwait(false)).ReadDriftProfile() is not { } reference)
        {
            return null;
        }

        DriftReport report = _analyzer.Compare(reference, current.Profile);
        return report.TestedCount == 0
            ? null
            : new DriftEvidence(current.Window, current.At, report.HasDrifted)
            {
                Statistics = report.Features.Select(static f => f.Leading).Where(static f => f.Verdict != DriftVerdict.NotEnoughData)
                    .ToDictionary(static f => f.Feature, static f => f.Value, StringComparer.Ordinal),
            };
    }
}
