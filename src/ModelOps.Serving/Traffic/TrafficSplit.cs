namespace ModelOps.Serving;

/// <summary>How calls of a model that name neither version nor alias are spread over its aliases.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Variants">Shares; at least one weight is above 0. A share whose alias is not ready goes to the first variant.</param>
public sealed record TrafficSplit(string Model, IReadOnlyList<TrafficVariant> Variants);
