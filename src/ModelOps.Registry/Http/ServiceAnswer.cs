namespace ModelOps.Registry.Http;

/// <summary>What came of a request.</summary>
/// <param name="Status">Status; 0 when there was no answer to be had.</param>
/// <param name="Body">Bytes of the answer, bounded.</param>
internal sealed record ServiceAnswer(int Status, byte[] Body)
{
    /// <summary>Why there is no answer, as a clause such as <c>did not answer within 10 s</c>; null when there is one.</summary>
    public string? Problem { get; init; }

    /// <summary>How long the service asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where a redirect leads.</summary>
    public Uri? Location { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether the same request may do better later.</summary>
    public bool MayPass => (Status == 0 && Problem is not null && !IsTooLong) || Status is 408 or 412 or 429 or >= 500;

    /// <summary>Whether the answer was refused for its length.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>What happened, as a clause without anything that the service wrote.</summary>
    public string Outcome => Problem ?? $"answered {Status}";

    public static ServiceAnswer None(string problem) => new(0, []) { Problem = problem };
}
