namespace ModelOps.Registry.Lineage;

/// <summary>What an OpenLineage server answered.</summary>
/// <param name="Verdict">What is to be done with the event.</param>
/// <param name="Outcome">Status, or what kept it from answering.</param>
internal sealed record LineageAnswer(LineageVerdict Verdict, string Outcome)
{
    /// <summary>How long the server asked to be left alone; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
