namespace ModelOps.Drift.Alerts;

/// <summary>The newest window of a version that was looked at: older ones, and the same once more, change nothing.</summary>
internal sealed record WindowMark(string Model, string Version, DateTimeOffset To, DateTimeOffset SeenAt);
