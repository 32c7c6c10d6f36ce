namespace ModelOps.Serving;

/// <summary>What the shadows of the traffic policies have shown.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IShadows
{
    /// <summary>The reports of the models that have a shadow and were called since, by model.</summary>
    IReadOnlyList<ShadowReport> Reports { get; }
}
