namespace ModelOps;

/// <summary>A version that shall get an alias.</summary>
public sealed record PromotionRequest
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Running number of the version.</summary>
    public required long Number { get; init; }

    /// <summary>Alias to move, e.g. <c>champion</c>.</summary>
    public required string Alias { get; init; }

    /// <summary>Who promotes; kept with the event.</summary>
    public string? Actor { get; init; }

    /// <summary>Why; kept with the event.</summary>
    public string? Reason { get; init; }
}
