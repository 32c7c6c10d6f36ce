namespace ModelOps.Benchmarks.Registry.Swaps;

/// <summary>A move of the alias, with times of the clock that all processes of a machine share.</summary>
/// <param name="Called">When it was asked for.</param>
/// <param name="Acknowledged">When the registry said that it is done.</param>
internal sealed record SwapMove(long Called, long Acknowledged);
