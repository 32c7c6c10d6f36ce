namespace ModelOps;

/// <summary>What a search looks for: all conditions must hold.</summary>
/// <param name="Conditions">Conditions; at most <see cref="TrackingLimits.MaxFilterConditions"/>.</param>
public sealed record TrackingFilter(params IReadOnlyList<TrackingCondition> Conditions)
{
    /// <summary>Lets everything through.</summary>
    public static TrackingFilter All { get; } = new();
}
