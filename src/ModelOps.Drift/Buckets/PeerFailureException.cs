namespace ModelOps.Drift.Buckets;

/// <summary>A peer cannot be used now. It never leaves <see cref="PeerDriftBuckets"/>.</summary>
/// <param name="outcome">For the metric.</param>
/// <param name="problem">For the log, as a clause.</param>
internal sealed class PeerFailureException(string outcome, string problem) : Exception(problem)
{
    internal const string Unreachable = "unreachable";
    internal const string TimedOut = "timeout";
    internal const string Refused = "refused";
    internal const string Damaged = "damaged";
    internal const string TooLarge = "too_large";
    internal const string Unresolved = "unresolved";

    internal string Outcome { get; } = outcome;
}
