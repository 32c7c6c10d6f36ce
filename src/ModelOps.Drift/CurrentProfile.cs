using ModelOps.Drift.Profiles;

namespace ModelOps.Drift;

/// <summary>What comes in now: a profile over the bins of a version's reference.</summary>
/// <param name="Window">Id of the window that was profiled, e.g. <c>2026-W14</c>; 1 to 256 characters.</param>
/// <param name="At">When the window ended.</param>
/// <param name="Profile">Profile of its rows.</param>
public sealed record CurrentProfile(string Window, DateTimeOffset At, DatasetProfile Profile);
