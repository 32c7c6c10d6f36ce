namespace ModelOps.Drift.Monitoring;

/// <summary>Which stretches of traffic are evaluated. Times are multiples of the bucket length; windows lie on multiples of their step since 0001-01-01, in UTC, so
/// that all replicas have the same ones.</summary>
public sealed class DriftWindowOptions
{
    /// <summary>Kind of window. Default sliding.</summary>
    public DriftWindowKind Kind { get; set; } = DriftWindowKind.Sliding;

    /// <summary>Length of a sliding or tumbling window, and most of a session, which is ended there. Default 1 hour.</summary>
    public TimeSpan Length { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a sliding window is evaluated; at most <see cref="Length"/>. Default 1 minute.</summary>
    public TimeSpan Step { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Time without a call that ends a session. Default 10 minutes.</summary>
    public TimeSpan Gap { get; set; } = TimeSpan.FromMinutes(10);
}
