using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Core;

public sealed class ResolvedVersionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ResolveAsync_AfterWritesOfItsOwnAndOfOthers_IsNeverOld()
    {
        using EmbeddedModelRegistry reader = EmbeddedModelRegistry.Open(_folder.Path);
        using EmbeddedModelRegistry other = EmbeddedModelRegistry.Open(_folder.Path);
        ModelReference champion = ModelReference.Parse("demand@champion");
        for (int i = 1; i <= 20; i++)
        {
            EmbeddedModelRegistry writer = i % 2 == 0 ? reader : other;
            await writer.RegisterAsync(
                new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("f", new byte[] { (byte)i })] }, Cancellation);
            await writer.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = i }, Cancellation);

            Assert.Equal(i, (await reader.ResolveAsync(champion, Cancellation)).Number);
            Assert.Equal(i, (await other.ResolveAsync(champion, Cancellation)).Number);
        }

        await other.RemoveAliasAsync("demand", "champion", cancellationToken: Cancellation);
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => reader.ResolveAsync(champion, Cancellation));
    }

    [Fact]
    public async Task ResolveAsync_Again_IsTheSameFromMemory()
    {
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.Path);
        await registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("f", new byte[] { 1 })] }, Cancellation);
        await registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 1 }, Cancellation);
        ModelReference champion = ModelReference.Parse("demand@champion");
        Task<ModelVersion> first = registry.ResolveAsync(champion, Cancellation);
        await first;

        Task<ModelVersion> second = registry.ResolveAsync(champion, Cancellation);

        Assert.True(second.IsCompletedSuccessfully);
        Assert.Same(await second, await registry.ResolveAsync(champion, Cancellation));
    }
}
