using System.Text.Json;

namespace ModelOps.Benchmarks.Harness;

/// <summary>Managed bytes that a call of each hot method may allocate: <c>allocations.json</c>.</summary>
internal static class AllocationBudget
{
    private static readonly Dictionary<string, long> Budgets = Read();

    /// <summary>The bar of a hot method.</summary>
    /// <exception cref="KeyNotFoundException">The file does not list the method.</exception>
    public static Bar BarFor(string method) => Budgets.TryGetValue(method, out long bytes)
        ? Bar.BytesAtMost(bytes)
        : throw new KeyNotFoundException($"allocations.json has no '{method}'. Add it with the bytes a call may allocate.");

    private static Dictionary<string, long> Read()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "allocations.json"));
        return JsonSerializer.Deserialize<Dictionary<string, long>>(file)!;
    }
}
