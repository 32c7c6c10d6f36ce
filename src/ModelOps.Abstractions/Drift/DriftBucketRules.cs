using System.Text;

namespace ModelOps;

/// <summary>What every store of drift buckets checks before it takes one, so that all refuse the same.</summary>
public static class DriftBucketRules
{
    /// <summary>Longest name of a version or a replica, in characters.</summary>
    public const int MaxName = 256;

    /// <summary>Checks buckets.</summary>
    /// <param name="buckets">The buckets.</param>
    /// <param name="maxBytes">Largest content of one.</param>
    /// <exception cref="ArgumentException">One breaks a rule; the message says which and what mends it.</exception>
    public static void Check(IReadOnlyList<DriftBucket> buckets, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        foreach (DriftBucket bucket in buckets)
        {
            ArgumentNullException.ThrowIfNull(bucket, nameof(buckets));
            if (ProblemOf(bucket, maxBytes) is { } problem) { throw new ArgumentException($"A drift bucket {problem}.", nameof(buckets)); }
        }
    }

    /// <summary>What is wrong with a bucket, as a clause; null if nothing is.</summary>
    internal static string? ProblemOf(DriftBucket bucket, int maxBytes) => bucket switch
    {
        _ when !NameRules.IsModel(bucket.Model) => "names no model: its name is no valid name of one",
        _ when !IsName(bucket.Version) => $"names no version: give 1 to {MaxName} characters, none of them a control character",
        _ when !IsName(bucket.Replica) => $"names no replica: give 1 to {MaxName} characters, none of them a control character",
        { Sequence: < 0 } => "has a sequence below 0",
        { Length.Ticks: <= 0 } => "has no length: give one above zero",
        _ when bucket.Start.Offset != TimeSpan.Zero || bucket.Start.Ticks % bucket.Length.Ticks != 0 => "starts at no multiple of its length in UTC",
        _ when bucket.Profile.Length > maxBytes => $"has {bucket.Profile.Length} bytes, more than the {maxBytes} that the store takes. Profile fewer features or bins",
        _ => null,
    };

    // A lone surrogate has no UTF-8: names that differ would be stored as one.
    private static bool IsName(string? name) => name is { Length: >= 1 and <= MaxName } && !name.Any(char.IsControl) && !name.EnumerateRunes().Contains(Rune.ReplacementChar);
}
