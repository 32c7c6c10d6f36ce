using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ModelOps.Registry.Audit;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Audit;

/// <summary>Somebody who can write the storage, and so the chain as well, meets checkpoints that lie elsewhere.</summary>
public sealed class LogCheckpointsTests : IDisposable
{
    private const string Origin = "models.example.com/production";
    private readonly TemporaryFolder _folder = new();
    private readonly Ed25519SignatureProvider _signer = Ed25519SignatureProvider.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _signer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Sign_OnDemand_KeepsHowFarTheLogWent()
    {
        await using ServiceProvider host = Host();
        (IModelRegistry registry, LogCheckpoints checkpoints) = Of(host);
        await FillAsync(registry, 3);

        SignedCheckpoint three = await checkpoints.SignAsync(Token);
        SignedCheckpoint same = await checkpoints.SignAsync(Token); // nothing has happened
        await FillAsync(registry, 2);
        await checkpoints.SignAsync(Token);

        Assert.Equal((3L, (await registry.ReadEventsAsync(2, 1, Token))[0].ChainDigest, three.Note), (three.Checkpoint.Sequence, three.Checkpoint.ChainDigest, same.Note));
        Assert.Equal([3L, 5L], (await checkpoints.ListAsync(Token)).Select(static c => c.Checkpoint.Sequence));
        Assert.Equal(["0000000000000000003.checkpoint", "0000000000000000005.checkpoint"], Directory.EnumerateFiles(_folder.File("checkpoints")).Select(Path.GetFileName).Order());
        Assert.True((await checkpoints.VerifyAsync(Token)).IsIntact);
    }

    [Fact]
    public async Task Verify_LogRewrittenAsAWhole_SaysBetweenWhichCheckpoints()
    {
        await using ServiceProvider host = Host();
        (IModelRegistry registry, LogCheckpoints checkpoints) = Of(host);
        await SignEachAsync(registry, checkpoints, 2, 5, 8);

        await ForgeAsync(registry, sequence: 4);

        Assert.True((await host.GetRequiredService<IRegistryMaintenance>().VerifyLogAsync(cancellationToken: Token)).IsIntact); // by itself the log is whole
        LogVerification found = await checkpoints.VerifyAsync(Token);
        Assert.Equal((LogFault.Rewritten, 2L, 5L), (found.Fault, found.LastGood.Sequence, found.FirstBroken));
        Assert.Contains("after event 2 and not after 5", found.Problem, StringComparison.Ordinal);

        await FillAsync(registry, 1);
        CheckpointException refused = await Assert.ThrowsAsync<CheckpointException>(() => checkpoints.SignAsync(Token));
        Assert.Equal((CheckpointFailure.LogBroken, LogFault.Rewritten, "REGISTRY_CHECKPOINT_LOG_BROKEN"), (refused.Failure, refused.Log?.Fault, refused.Code));
        Assert.Equal([2L, 5L, 8L], (await checkpoints.ListAsync(Token)).Select(static c => c.Checkpoint.Sequence));
    }

    [Fact]
    public async Task Verify_LogCut_SaysWhereItEnds_AlsoWhenItHasGrownAgain()
    {
        await using ServiceProvider host = Host();
        (IModelRegistry registry, LogCheckpoints checkpoints) = Of(host);
        await SignEachAsync(registry, checkpoints, 2, 5);

        Execute("DELETE FROM log WHERE sequence > 3");

        LogVerification cut = await checkpoints.VerifyAsync(Token);
        Assert.Equal((LogFault.Shortened, 3L, 4L), (cut.Fault, cut.LastGood.Sequence, cut.FirstBroken));
        Assert.Equal(LogFault.Shortened, (await Assert.ThrowsAsync<CheckpointException>(() => checkpoints.SignAsync(Token))).Log?.Fault);
        await FillAsync(registry, 4);
        LogVerification grown = await checkpoints.VerifyAsync(Token);
        Assert.Equal((LogFault.Rewritten, 2L, 5L), (grown.Fault, grown.LastGood.Sequence, grown.FirstBroken));
    }

    [Theory]
    [InlineData("UPDATE log SET reason = 'another' WHERE sequence = 7", LogFault.EventChanged, 7)]
    [InlineData("DELETE FROM log WHERE sequence = 7", LogFault.EventMissing, 7)]
    [InlineData("UPDATE log SET kind = 'Nonsense' WHERE sequence = 6", LogFault.EventUnreadable, 6)]
    [InlineData("UPDATE log SET chain = zeroblob(32) WHERE sequence = 5", LogFault.EventChanged, 5)]
    public async Task Sign_EventsSinceTheLastCheckpointChanged_IsRefused(string sql, LogFault fault, long sequence)
    {
        await using ServiceProvider host = Host();
        (IModelRegistry registry, LogCheckpoints checkpoints) = Of(host);
        await SignEachAsync(registry, checkpoints, 5);
        await FillAsync(registry, 3);
        Execute(sql);

        LogVerification log = (await Assert.ThrowsAsync<CheckpointException>(() => checkpoints.SignAsync(Token))).Log!;

        Assert.Equal((fault, sequence, sequence - 1), (log.Fault, log.FirstBroken, log.LastGood.Sequence));
    }

    [Fact]
    public async Task Checkpoints_ChangedOrOfOthers_AreRefusedWithTheirReason()
    {
        await using ServiceProvider host = Host();
        (IModelRegistry registry, LogCheckpoints checkpoints) = Of(host);
        using MetricCollector<long> metric = new(host.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.registry.checkpoints");
        await SignEachAsync(registry, checkpoints, 2);
        string path = Directory.EnumerateFiles(_folder.File("checkpoints")).Single();
        string good = await File.ReadAllTextAsync(path, Token);

        async Task<CheckpointFailure> FailureAsync(string note)
        {
            await File.WriteAllTextAsync(path, note, Token);
            await using ServiceProvider other = Host();
            Assert.Equal(
                (await Assert.ThrowsAsync<CheckpointException>(() => Of(other).Checkpoints.VerifyAsync(Token))).Failure,
                (await Assert.ThrowsAsync<CheckpointException>(() => Of(other).Checkpoints.SignAsync(Token))).Failure);
            return (await Assert.ThrowsAsync<CheckpointException>(() => checkpoints.VerifyAsync(Token))).Failure;
        }

        using Ed25519SignatureProvider stranger = Ed25519SignatureProvider.Create();
        RegistryCheckpoint known = new(2, "sha256:" + new string('0', 64));
        Assert.Equal(CheckpointFailure.BadSignature, await FailureAsync(good.Replace("\n2\n", "\n1\n", StringComparison.Ordinal)));
        Assert.Equal(CheckpointFailure.Malformed, await FailureAsync(good[..20]));
        Assert.Equal(CheckpointFailure.Malformed, await FailureAsync(new string('x', 100_000)));
        Assert.Equal(CheckpointFailure.UntrustedKey, await FailureAsync((await SignedCheckpoint.SignAsync(known, Origin, DateTimeOffset.UnixEpoch, stranger, Token)).Note));
        Assert.Equal(CheckpointFailure.OtherOrigin, await FailureAsync((await SignedCheckpoint.SignAsync(known, "models.example.com/test", DateTimeOffset.UnixEpoch, _signer, Token)).Note));
        Assert.Null(Assert.Single(metric.GetMeasurementSnapshot()).Tags.GetValueOrDefault("error.type"));
    }

    [Fact]
    public async Task Sign_StoreLostItsLastOne_StillGoesOnFromIt()
    {
        ChannelCheckpointStore store = new();
        await using ServiceProvider host = Host(services => services.AddSingleton<ICheckpointStore>(store));
        (IModelRegistry registry, LogCheckpoints checkpoints) = Of(host);
        await SignEachAsync(registry, checkpoints, 3);
        store.Clear();

        await ForgeAsync(registry, sequence: 2);

        Assert.Equal(LogFault.Rewritten, (await Assert.ThrowsAsync<CheckpointException>(() => checkpoints.SignAsync(Token))).Log?.Fault);
    }

    [Fact]
    public async Task HostWithThePublicKeyAlone_VerifiesAndSignsNothing()
    {
        string pem = await _signer.GetPublicKeyAsync(Token);
        await using (ServiceProvider host = Host())
        {
            (IModelRegistry registry, LogCheckpoints checkpoints) = Of(host);
            await SignEachAsync(registry, checkpoints, 2);
        }

        await using ServiceProvider auditor = Host(configure: o =>
        {
            o.Signer = null;
            o.Keys["registry"] = pem;
        });

        Assert.True((await Of(auditor).Checkpoints.VerifyAsync(Token)).IsIntact);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Of(auditor).Checkpoints.SignAsync(Token));
    }

    [Fact]
    public async Task ArtifactStore_KeepsThemToo()
    {
        await using ServiceProvider host = Host(static services => services.AddSingleton<ICheckpointStore>(static p => new ArtifactCheckpointStore(p.GetRequiredService<IArtifactStore>(), "audit/log")));
        (IModelRegistry registry, LogCheckpoints checkpoints) = Of(host);

        await SignEachAsync(registry, checkpoints, 1, 9, 11);

        Assert.Equal([1L, 9L, 11L], (await checkpoints.ListAsync(Token)).Select(static c => c.Checkpoint.Sequence));
        ICheckpointStore store = host.GetRequiredService<ICheckpointStore>();
        Assert.Single(await store.ListAsync(9, Token));
        SignedCheckpoint again = await SignedCheckpoint.SignAsync(new RegistryCheckpoint(9, "sha256:" + new string('0', 64)), Origin, DateTimeOffset.UnixEpoch, _signer, Token);
        await store.AddAsync(again, Token); // the first stays
        Assert.True((await checkpoints.VerifyAsync(Token)).IsIntact);
    }

    [Fact]
    public async Task TwoHosts_SignTheSameLog_AndTheFirstOfASequenceStays()
    {
        await using ServiceProvider one = Host();
        await using ServiceProvider two = Host();
        await FillAsync(Of(one).Registry, 3);

        SignedCheckpoint[] both = await Task.WhenAll(Of(one).Checkpoints.SignAsync(Token), Of(two).Checkpoints.SignAsync(Token));

        Assert.Equal([3L, 3L], both.Select(static c => c.Checkpoint.Sequence));
        Assert.Contains(Assert.Single(await Of(one).Checkpoints.ListAsync(Token)).Note, both.Select(static c => c.Note));
    }

    [Fact]
    public async Task VerifyLogSince_ChecksOnlyWhatCameAfter()
    {
        await using ServiceProvider host = Host();
        IModelRegistry registry = Of(host).Registry;
        IRegistryMaintenance maintenance = host.GetRequiredService<IRegistryMaintenance>();
        await FillAsync(registry, 6);
        RegistryCheckpoint known = new(4, (await registry.ReadEventsAsync(3, 1, Token))[0].ChainDigest!);
        Execute("UPDATE log SET reason = 'another' WHERE sequence = 2");

        Assert.Equal((true, 6L), ((await maintenance.VerifyLogSinceAsync(known, Token)).IsIntact, (await maintenance.VerifyLogSinceAsync(known, Token)).LastGood.Sequence));
        Assert.Equal(2, (await maintenance.VerifyLogSinceAsync(known with { Sequence = 5 }, Token)).FirstBroken); // not the log it knows: all of it is read
        await Assert.ThrowsAsync<ArgumentException>(() => maintenance.VerifyLogSinceAsync(new RegistryCheckpoint(1, ""), Token));
    }

    private ServiceProvider Host(Action<IServiceCollection>? services = null, Action<LogCheckpointOptions>? configure = null)
    {
        ServiceCollection collection = new();
        services?.Invoke(collection);
        collection.AddMetrics();
        collection.AddModelOps().AddRegistry(o => o.Path = _folder.File("registry")).AddLogCheckpoints(o =>
        {
            o.Origin = Origin;
            o.Folder = _folder.File("checkpoints");
            o.Signer = _ => _signer;
            configure?.Invoke(o);
        });
        return collection.BuildServiceProvider();
    }

    private static (IModelRegistry Registry, LogCheckpoints Checkpoints) Of(ServiceProvider host) =>
        (host.GetRequiredService<IModelRegistry>(), host.GetRequiredService<LogCheckpoints>());

    private static async Task SignEachAsync(IModelRegistry registry, LogCheckpoints checkpoints, params long[] sequences)
    {
        long last = 0;
        foreach (long sequence in sequences)
        {
            await FillAsync(registry, sequence - last);
            last = (await checkpoints.SignAsync(Token)).Checkpoint.Sequence;
            Assert.Equal(sequence, last);
        }
    }

    private static async Task FillAsync(IModelRegistry registry, long events)
    {
        for (long i = 0; i < events; i++)
        {
            await registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", "bytes"u8.ToArray())] }, Token);
        }
    }

    /// <summary>Changes an event and makes the chain over all events after it anew.</summary>
    private async Task ForgeAsync(IModelRegistry registry, long sequence)
    {
        byte[] chain = LogChain.Start;
        foreach (RegistryEvent entry in await registry.ReadEventsAsync(0, 1000, Token))
        {
            RegistryEvent forged = entry.Sequence == sequence ? entry with { Actor = "somebody else" } : entry;
            chain = LogChain.Next(chain, forged);
            if (entry.Sequence == sequence) { Execute($"UPDATE log SET actor = 'somebody else' WHERE sequence = {sequence}"); }
            Execute($"UPDATE log SET chain = x'{Convert.ToHexString(chain)}' WHERE sequence = {entry.Sequence}");
        }
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = new($"Data Source={RegistryFolder.DatabasePath(_folder.File("registry"))};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DROP TRIGGER IF EXISTS log_never_changes; DROP TRIGGER IF EXISTS log_never_shrinks; " + sql;
        command.ExecuteNonQuery();
    }
}
