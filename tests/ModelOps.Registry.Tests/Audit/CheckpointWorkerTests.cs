using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Audit;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Audit;

public sealed class CheckpointWorkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Ed25519SignatureProvider _signer = Ed25519SignatureProvider.Create();
    private readonly FakeTimeProvider _time = new();
    private readonly ChannelCheckpointStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _signer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Worker_SignsAtTheStart_AfterSoManyEvents_AndAtTheInterval()
    {
        using IHost host = Build();
        IModelRegistry registry = host.Services.GetRequiredService<IModelRegistry>();
        await RegisterAsync(registry);
        await host.StartAsync(Token);
        Assert.Equal(1, (await _store.NextAsync(Token)).Checkpoint.Sequence);

        await RegisterAsync(registry);
        await RegisterAsync(registry);
        await RegisterAsync(registry);
        Assert.Equal(4, (await _store.NextAsync(Token)).Checkpoint.Sequence);

        await RegisterAsync(registry);
        _time.Advance(TimeSpan.FromMinutes(10));
        SignedCheckpoint last = await _store.NextAsync(Token);
        Assert.Equal((5L, _time.GetUtcNow()), (last.Checkpoint.Sequence, last.At));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Worker_StoreFails_TriesAgainAndTheHostGoesOn()
    {
        using IHost host = Build();
        IModelRegistry registry = host.Services.GetRequiredService<IModelRegistry>();
        await RegisterAsync(registry);
        await host.StartAsync(Token);
        Assert.Equal(1, (await _store.NextAsync(Token)).Checkpoint.Sequence);

        _store.Failure = new IOException("gone");
        await RegisterAsync(registry);
        await Assert.ThrowsAsync<IOException>(() => host.Services.GetRequiredService<LogCheckpoints>().SignAsync(Token));
        _time.Advance(TimeSpan.FromMinutes(10));
        _store.Failure = null;
        ValueTask<SignedCheckpoint> next = _store.NextAsync(Token);
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            await Task.Yield();
        }

        Assert.Equal(2, (await next).Checkpoint.Sequence);
        await host.StopAsync(Token);
    }

    [Fact]
    public void BadOptions_AreAllNamed()
    {
        LogCheckpointOptions options = new() { Origin = "a b", Folder = "", Interval = TimeSpan.Zero, EveryEvents = 0, Keys = { ["old"] = "nothing" } };

        ValidateOptionsResult result = new LogCheckpointOptionsValidator().Validate(null, options);

        Assert.Equal(
            ["Origin", "Folder", "Interval", "EveryEvents", "Keys:old"],
            result.Failures!.Select(static f => f["ModelOps:Registry:Checkpoints:".Length..].Split(' ')[0]));
        Assert.Contains("set the signer in code", new LogCheckpointOptionsValidator().Validate(null, new LogCheckpointOptions { Origin = "a" }).FailureMessage, StringComparison.Ordinal);
    }

    private IHost Build()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<ICheckpointStore>(_store);
        builder.Services.AddModelOps().AddRegistry(o => o.Path = _folder.Path).AddLogCheckpoints(o =>
        {
            o.Origin = "models.example.com/production";
            o.Interval = TimeSpan.FromMinutes(10);
            o.EveryEvents = 3;
            o.Signer = _ => _signer;
        });
        return builder.Build();
    }

    private static Task<ModelVersion> RegisterAsync(IModelRegistry registry) => registry.RegisterAsync(
        new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 })] }, Token);
}
