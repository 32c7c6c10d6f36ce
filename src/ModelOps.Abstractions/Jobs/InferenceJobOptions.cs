namespace ModelOps;

/// <summary>What a submitter may say about one job beside the call itself.</summary>
public sealed record InferenceJobOptions
{
    /// <summary>Whom to tell of its end; null for nobody.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>What the submitter wants to find again with the job; small.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
