namespace ModelOps;

/// <summary>One key of an order.</summary>
/// <param name="Field">Field, one of those of <see cref="RegistryFields"/> that order.</param>
/// <param name="Descending">Greatest first.</param>
public sealed record RegistryOrder(string Field, bool Descending = false);
