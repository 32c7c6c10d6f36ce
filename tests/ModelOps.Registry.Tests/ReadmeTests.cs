using ModelOps.TestSupport;

// <snippet:src/ModelOps.Registry/README.md#1>
using ModelOps;
using ModelOps.Registry;
// </snippet>

namespace ModelOps.Registry.Tests;

[Collection(nameof(ReadmeTests))]
[CollectionDefinition(nameof(ReadmeTests), DisableParallelization = true)]
public sealed class ReadmeTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readme_Registered_IsFetchedAndWatched()
    {
        _folder.Write("out/model.onnx", [1, 2, 3]);
        using CancellationTokenSource stopping = new();
        List<RegistryEventKind> seen = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => UseAsync(
            package => Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(package.Directory, "model.onnx"))),
            change =>
            {
                seen.Add(change.Kind);
                if (seen.Count == 2) { stopping.Cancel(); }
            },
            stopping.Token));

        Assert.Equal([RegistryEventKind.VersionRegistered, RegistryEventKind.AliasMoved], seen);
    }

    private static async Task UseAsync(Action<ModelPackage> check, Action<RegistryEvent> deploy, CancellationToken stopping)
    {
        // <snippet:src/ModelOps.Registry/README.md#1>
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open("modelops-registry"); // in a host: AddModelOps().AddRegistry()

        ModelVersion version = await registry.RegisterAsync(new ModelRegistration
        {
            Model = "demand",
            Format = "onnx",
            Files = [ModelFile.FromFile("model.onnx", "out/model.onnx")],
            Metrics = new Dictionary<string, double> { ["mae"] = 412.3 },
        });
        await registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = version.Number, Reason = "better on the hold-out" });

        ModelVersion champion = await registry.ResolveAsync(ModelReference.Parse("demand@champion"));
        ModelPackage package = await registry.FetchAsync(champion); // files under their own names, every byte checked
        // </snippet>

        check(package);

        // <snippet:src/ModelOps.Registry/README.md#1>
        await foreach (RegistryEvent change in registry.WatchAsync(after: 0, stopping)) { deploy(change); } // what was, then what comes
        // </snippet>
    }
}
