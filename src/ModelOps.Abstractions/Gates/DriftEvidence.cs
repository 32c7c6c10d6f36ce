namespace ModelOps;

/// <summary>What monitoring says about the distance between a version's training profile and what comes in now.</summary>
/// <param name="Window">Id of the window that was compared.</param>
/// <param name="At">When.</param>
/// <param name="HasDrifted">Whether monitoring calls it drift.</param>
public sealed record DriftEvidence(string Window, DateTimeOffset At, bool HasDrifted)
{
    /// <summary>The statistics, by feature or name.</summary>
    public IReadOnlyDictionary<string, double> Statistics { get; init; } = new Dictionary<string, double>();
}
