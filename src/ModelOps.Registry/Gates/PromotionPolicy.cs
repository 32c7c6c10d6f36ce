namespace ModelOps.Registry.Gates;

/// <summary>The gates in front of aliases.</summary>
public sealed record PromotionPolicy
{
    /// <summary>Aliases that the gates stand in front of; empty for all.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Models it is for; empty for all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The gates, names unique.</summary>
    public required IReadOnlyList<IPromotionGate> Gates { get; init; }

    internal bool IsFor(PromotionRequest request) =>
        (Aliases.Count == 0 || Aliases.Contains(request.Alias, StringComparer.Ordinal)) && (Models.Count == 0 || Models.Contains(request.Model, StringComparer.Ordinal));
}
