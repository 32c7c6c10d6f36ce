namespace ModelOps;

/// <summary>A version that can be reported on.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Its version.</param>
/// <param name="At">Time of the newest data, in UTC.</param>
public sealed record ModelReportEntry(string Model, string Version, DateTimeOffset At);
