namespace ModelOps;

/// <summary>What a caller says about a call beside the tensors.</summary>
public sealed class InferenceContext
{
    /// <summary>Tenant the call is made for; null when there is one only.</summary>
    public string? Tenant { get; set; }

    /// <summary>Key that decides which variant of a split answers: the same key always gets the same variant. Null: spread by chance.</summary>
    public string? RoutingKey { get; set; }

    /// <summary>When the answer is no longer of use; null when it always is.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>1 is the most urgent; 0 (the default) takes the model's own priority.</summary>
    public int Priority { get; set; }

    /// <summary>Two calls with the same key are one call; null when every call is its own.</summary>
    public string? IdempotencyKey { get; set; }

    internal void Reset()
    {
        Tenant = null;
        RoutingKey = null;
        Deadline = null;
        Priority = 0;
        IdempotencyKey = null;
    }
}
