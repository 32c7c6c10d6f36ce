using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Core;

public sealed class StageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task UpdateVersionAsync_StepThatIsNotDeclared_IsRefusedWithTheAllowedOnes()
    {
        using EmbeddedModelRegistry registry = Open(new() { ["Candidate"] = ["Live"], ["Live"] = ["Retired"], ["Retired"] = [] });
        await RegisterAsync(registry);
        Assert.Equal("Candidate", (await registry.GetVersionAsync("demand", 1, Cancellation)).Stage);

        StageTransitionException error = await Assert.ThrowsAsync<StageTransitionException>(() => MoveAsync(registry, "retired"));
        Assert.Equal(("demand:1", "Candidate", "Retired"), (error.Version, error.From, error.To));
        Assert.Equal(["Live"], error.Allowed);
        Assert.Equal("Live", (await MoveAsync(registry, "live")).Stage);
        Assert.Equal("Retired", (await MoveAsync(registry, "RETIRED")).Stage);
        await Assert.ThrowsAsync<StageTransitionException>(() => MoveAsync(registry, "Live"));
    }

    [Fact]
    public async Task UpdateVersionAsync_StageNoLongerDeclared_MayBeLeft()
    {
        using (EmbeddedModelRegistry before = Open([])) { await RegisterAsync(before); } // in None
        using EmbeddedModelRegistry registry = Open(new() { ["Live"] = ["*"], ["Retired"] = [] });

        Assert.Equal("None", (await registry.GetVersionAsync("demand", 1, Cancellation)).Stage);
        Assert.Equal("Live", (await MoveAsync(registry, "Live")).Stage);
        Assert.Equal("Retired", (await MoveAsync(registry, "Retired")).Stage);
    }

    [Fact]
    public async Task UpdateVersionAsync_DisplacementThatIsNotAllowed_ChangesNothing()
    {
        using EmbeddedModelRegistry registry = Open(new() { ["Candidate"] = ["Live"], ["Live"] = ["Retired"], ["Retired"] = [] });
        await RegisterAsync(registry);
        await MoveAsync(registry, "Live");
        await RegisterAsync(registry);

        await Assert.ThrowsAsync<StageTransitionException>(() => registry.UpdateVersionAsync(
            new VersionChange { Model = "demand", Number = 2, Stage = "Live", DisplaceTo = "Candidate" }, Cancellation));

        Assert.Equal("Live", (await registry.GetVersionAsync("demand", 1, Cancellation)).Stage);
        Assert.Equal("Candidate", (await registry.GetVersionAsync("demand", 2, Cancellation)).Stage);
    }

    [Fact]
    public void Open_StagesThatDoNotFit_AreRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Open(new() { ["Live"] = ["Gone"], ["*"] = [] }));

        Assert.Contains("ModelOps:Registry:Stages:Live is 'Gone'", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Registry:Stages:* is '*'", error.Message, StringComparison.Ordinal);
    }

    private EmbeddedModelRegistry Open(Dictionary<string, IList<string>> stages)
    {
        RegistryOptions options = new() { Path = _folder.Path };
        foreach ((string stage, IList<string> next) in stages) { options.Stages.Add(stage, next); }
        return EmbeddedModelRegistry.Open(options);
    }

    private static Task<ModelVersion> RegisterAsync(EmbeddedModelRegistry registry) => registry.RegisterAsync(
        new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("f", new byte[] { 1 })] }, Cancellation);

    private static Task<RegisteredVersion> MoveAsync(EmbeddedModelRegistry registry, string stage) =>
        registry.UpdateVersionAsync(new VersionChange { Model = "demand", Number = 1, Stage = stage }, Cancellation);
}
