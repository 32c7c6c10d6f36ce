namespace ModelOps.Benchmarks.Registry.Swaps;

/// <summary>Registers versions and moves the alias.</summary>
internal interface IMover : IAsyncDisposable
{
    const string Model = "demand";
    const string Alias = "champion";

    /// <summary>Registers a version; gives its number.</summary>
    Task<long> RegisterAsync(string kind, int seed);

    Task<SwapMove> MoveAsync(long number);
}
