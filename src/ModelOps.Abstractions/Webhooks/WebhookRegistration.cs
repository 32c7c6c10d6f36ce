namespace ModelOps;

/// <summary>A webhook to create.</summary>
public sealed record WebhookRegistration
{
    /// <summary>Name, for people; 1 to 256 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for; at most 1,000 characters.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Where messages go: <c>https</c>, without user information and fragment.</summary>
    public required Uri Url { get; init; }

    /// <summary>What it asks to hear of; at least one of <see cref="WebhookTopic.All"/>.</summary>
    public required IReadOnlyList<WebhookTopic> Topics { get; init; }

    /// <summary>Signs the messages; null leaves them unsigned. At most 1,000 characters; stored encrypted.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether messages are sent from now on.</summary>
    public bool IsActive { get; init; } = true;
}
