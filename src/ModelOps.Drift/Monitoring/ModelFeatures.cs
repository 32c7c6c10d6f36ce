using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>What a version's traffic is compared with.</summary>
/// <param name="Profile">Reference profile.</param>
/// <param name="Columns">Names of the columns of its input; empty when nothing says them.</param>
internal sealed record ModelFeatures(DatasetProfile Profile, IReadOnlyList<string> Columns);
