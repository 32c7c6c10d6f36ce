using ModelOps.Benchmarks.Harness;

namespace ModelOps.Benchmarks.Registry;

/// <summary>What the registry costs its callers.</summary>
internal sealed class RegistryTopic : ITopic
{
    public string Name => "registry";

    public string Question => "What does a lookup in the registry cost, in process and over the MLflow API?";

    public IAsyncEnumerable<Comparison> CompareAsync() => MlflowComparisons.CompareAsync();
}
