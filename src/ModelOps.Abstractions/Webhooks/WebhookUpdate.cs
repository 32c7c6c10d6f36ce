namespace ModelOps;

/// <summary>What to change of a webhook; null leaves a member as it is.</summary>
public sealed record WebhookUpdate
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Where messages go.</summary>
    public Uri? Url { get; init; }

    /// <summary>What it asks to hear of.</summary>
    public IReadOnlyList<WebhookTopic>? Topics { get; init; }

    /// <summary>A new secret, which signs from the next message on; empty leaves messages unsigned.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether messages are sent.</summary>
    public bool? IsActive { get; init; }
}
