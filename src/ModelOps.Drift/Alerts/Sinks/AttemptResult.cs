namespace ModelOps.Drift.Alerts;

/// <summary>How one attempt to tell a receiver went.</summary>
/// <param name="Outcome">A status or a word; null when it was taken.</param>
/// <param name="MayPass">Whether another attempt may do better.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone; null when it did not say.</param>
/// <param name="Mend">What mends it, a sentence.</param>
internal sealed record AttemptResult(string? Outcome, bool MayPass, TimeSpan? RetryAfter, string Mend)
{
    public static AttemptResult Taken { get; } = new(null, MayPass: false, null, string.Empty);
}
