using System.Diagnostics;

namespace ModelOps.Benchmarks.Registry.Swaps;

/// <summary>Moves through a registry of this process.</summary>
internal sealed class RegistryMover(IModelRegistry registry) : IMover
{
    public async Task<long> RegisterAsync(string kind, int seed)
    {
        ModelVersion version = await registry.RegisterAsync(new ModelRegistration
        {
            Model = IMover.Model,
            Format = "onnx",
            Files = [ModelFile.FromBytes("model.onnx", SwapModel.Create(kind, seed).Bytes)],
        });
        return version.Number;
    }

    public async Task<SwapMove> MoveAsync(long number)
    {
        long called = Stopwatch.GetTimestamp();
        await registry.MoveAliasAsync(new AliasMove { Model = IMover.Model, Alias = IMover.Alias, Number = number });
        return new SwapMove(called, Stopwatch.GetTimestamp());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
