namespace ModelOps;

/// <summary>A receiver of the registry's events. Its secret is never given out.</summary>
public sealed record RegistryWebhook
{
    /// <summary>Identifier, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Where messages go.</summary>
    public required Uri Url { get; init; }

    /// <summary>What it asks to hear of; at least one.</summary>
    public required IReadOnlyList<WebhookTopic> Topics { get; init; }

    /// <summary>Whether messages are sent. What happens meanwhile is sent once it is active again.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Whether messages are signed.</summary>
    public bool IsSigned { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Sequence of the last event that was dealt with: delivered, not asked for, or given up.</summary>
    public required long Sequence { get; init; }
}
