using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Core;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Core;

public sealed class RefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SameRefusal_AfterTheWindow_IsToldAgainAndTheChainHolds()
    {
        using EmbeddedModelRegistry registry = Open();
        await SeedAsync(registry);

        await LoseAsync(registry);
        _time.Advance(RegistryCore.RefusalWindow - TimeSpan.FromSeconds(1));
        await LoseAsync(registry);
        Assert.Single(await RefusalsAsync(registry));
        _time.Advance(TimeSpan.FromSeconds(1));
        await LoseAsync(registry);

        Assert.Equal(2, (await RefusalsAsync(registry)).Count());
        Assert.Empty((await registry.VerifyAsync(Cancellation)).Problems);
    }

    [Fact]
    public async Task Watchers_SeeARefusalAsSuch()
    {
        using EmbeddedModelRegistry registry = Open();
        await SeedAsync(registry);
        await using IAsyncEnumerator<RegistryEvent> watch = registry.WatchAsync(3, Cancellation).GetAsyncEnumerator(Cancellation);
        Task<bool> next = watch.MoveNextAsync().AsTask();

        await LoseAsync(registry);

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)); // woken: the clock stands still, so it never polls
        Assert.Equal(RegistryEventKind.AliasMoveRefused, watch.Current.Kind);
    }

    [Fact]
    public async Task Refusal_FullDisk_IsStillAConflict()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(disk.Path);
        await SeedAsync(registry);
        disk.Fill();

        for (int i = 0; i < 150; i++)
        {
            int expected = i + 2;
            AliasConflictException error = await Assert.ThrowsAsync<AliasConflictException>(() => registry.MoveAliasAsync(Move(expected) with { Reason = new string('r', 4000) }, Cancellation));
            Assert.Equal(1, error.ActualRevision);
        }

        disk.Empty();
        Assert.InRange((await RefusalsAsync(registry)).Count(), 0, RegistryCore.MaxRefusals);
        Assert.Equal(2, (await registry.MoveAliasAsync(Move(1) with { Number = 2 }, Cancellation)).Revision);
        Assert.Empty((await registry.VerifyAsync(Cancellation)).Problems);
    }

    private EmbeddedModelRegistry Open() => EmbeddedModelRegistry.Open(new RegistryOptions { Path = _folder.Path }, _time);

    private static async Task SeedAsync(EmbeddedModelRegistry registry)
    {
        await registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 })] }, Cancellation);
        await registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 1 }, Cancellation);
        await registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new byte[] { 2 })] }, Cancellation);
    }

    private static Task LoseAsync(EmbeddedModelRegistry registry) => Assert.ThrowsAsync<AliasConflictException>(() => registry.MoveAliasAsync(Move(7), Cancellation));

    private static AliasMove Move(long expected) => new() { Model = "demand", Alias = "champion", Number = 1, ExpectedRevision = expected };

    private static async Task<IEnumerable<RegistryEvent>> RefusalsAsync(EmbeddedModelRegistry registry) =>
        (await registry.ReadEventsAsync(0, 10_000, Cancellation)).Where(static e => e.Kind == RegistryEventKind.AliasMoveRefused);
}
