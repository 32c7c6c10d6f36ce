namespace ModelOps.Serving;

/// <summary>One share of a split.</summary>
/// <param name="Alias">Alias that answers this share.</param>
/// <param name="Weight">Weight, at least 0; its share is the weight over the sum of weights.</param>
public sealed record TrafficVariant(string Alias, int Weight);
