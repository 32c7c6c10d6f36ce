using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Audit;
using ModelOps.Registry.PostgreSql.Artifacts;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.Registry.PostgreSql.Tests.S3;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Tests;

[Collection(nameof(PostgresCollection))]
public sealed class MaintenanceTests(PostgresFixture postgres, S3rverFixture s3) : IClassFixture<S3rverFixture>
{
    private static readonly GarbageOptions Rules = new() { MinimumAge = TimeSpan.FromHours(1), GracePeriod = TimeSpan.FromHours(2), KeepDeletedFor = TimeSpan.Zero };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CollectGarbageAsync_DeletedVersion_GoesWhicheverHostCollects()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow().AddDays(1)); // ahead of the disk's clock, so that what is stored now is old enough
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        PostgreSqlModelRegistry host = hosts.Add(timeProvider: time);
        ModelVersion gone = await RegisterAsync(host, "goes");
        ModelVersion kept = await RegisterAsync(host, "stays");
        await host.DeleteAsync(new RegistryDeletion { Model = "demand", Number = gone.Number }, Cancellation);

        time.Advance(TimeSpan.FromDays(1));
        GarbageReport marking = await host.CollectGarbageAsync(Rules, Cancellation);
        time.Advance(TimeSpan.FromHours(3));
        GarbageReport sweeping = await hosts.Add(timeProvider: time).CollectGarbageAsync(Rules, Cancellation);

        Assert.Equal((new GarbageCount(1, 4), new GarbageCount(1, 4)), (marking.Marked, sweeping.Removed));
        Assert.False(File.Exists(StoredFiles.BlobPath(hosts.SharedFolder, gone.Files[0].Digest)));
        Assert.True(File.Exists(StoredFiles.BlobPath(hosts.SharedFolder, kept.Files[0].Digest)));
        Assert.True((await host.VerifyAsync(Cancellation)).IsIntact);
    }

    [Fact]
    public async Task Bucket_ListedAndDeletedFrom_HoldsTheRest()
    {
        S3Options options = s3.Options;
        options.Prefix = Guid.NewGuid().ToString("N");
        using S3Client client = new(options, S3Credentials.From(options)!, TimeProvider.System);
        using TemporaryFolder folder = new();
        using ScratchFolder scratch = ScratchFolder.Open(folder.Path, TimeProvider.System, out _);
        S3BlobStore store = new(client, options, new FolderBlobStore(folder.Path, scratch, NullLogger.Instance), NullLogger.Instance);
        List<StagedFile> staged = [];
        foreach (string content in (string[])["a", "bb", "ccc"]) { staged.Add(await store.StageAsync(ModelFile.FromBytes("f", Encoding.UTF8.GetBytes(content)), 100, Cancellation)); }
        await store.CommitAsync(staged, Cancellation);
        await client.PutAsync($"{options.Prefix}/blobs/sha256/not/a-digest", "x"u8.ToArray(), S3Condition.None, Cancellation); // somebody else's

        Assert.True(await store.DeleteAsync(staged[1].Descriptor.Digest, Cancellation));
        Assert.False(await store.DeleteAsync(staged[1].Descriptor.Digest, Cancellation));

        Assert.Equal([1L, 3L], (await store.ListAsync(Cancellation).ToListAsync(Cancellation)).Select(static b => b.Size).Order());
        Assert.False(await store.ExistsAsync(staged[1].Descriptor.Digest, Cancellation));
        Assert.Null(await store.OpenReadAsync(staged[1].Descriptor.Digest, 0, null, Cancellation));
    }

    [Fact]
    public async Task VerifyAsync_LostObject_IsFound()
    {
        S3Options options = s3.Options;
        options.Prefix = Guid.NewGuid().ToString("N");
        using S3Client client = new(options, S3Credentials.From(options)!, TimeProvider.System);
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString, o => (o.SharedFolder, o.S3) = (null, options));
        PostgreSqlModelRegistry host = hosts.Add();
        ModelVersion version = await RegisterAsync(host, "lost");
        await client.DeleteAsync($"{options.Prefix}/{StoredFiles.BlobKey(version.Files[0].Digest)}", Cancellation);

        RegistryVerification found = await host.VerifyAsync(Cancellation);

        Assert.False(found.IsIntact);
        Assert.Single(found.Problems);
    }

    [Fact]
    public async Task Checkpoints_FindALogThatWasRewrittenOrCut()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        PostgreSqlModelRegistry host = hosts.Add();
        List<RegistryCheckpoint> kept = [];
        using Ed25519SignatureProvider key = Ed25519SignatureProvider.Create();
        TrustedKey trusted = TrustedKey.FromPem("registry", await key.GetPublicKeyAsync(Cancellation));
        foreach (string content in (string[])["a", "b", "c", "d"])
        {
            await RegisterAsync(host, content);
            RegistryCheckpoint head = (await host.VerifyLogSinceAsync(kept.LastOrDefault() ?? new RegistryCheckpoint(0, Digest.Format(LogChain.Start)), Cancellation)).LastGood;
            SignedCheckpoint signed = await SignedCheckpoint.SignAsync(head, "registry", DateTimeOffset.UnixEpoch, key, Cancellation);
            kept.Add(SignedCheckpoint.Read(signed.Note, "registry", [trusted]).Checkpoint);
        }

        Assert.Equal([1L, 2L, 3L, 4L], kept.Select(static c => c.Sequence));
        Assert.True((await host.VerifyLogAsync(kept, Cancellation)).IsIntact);

        await using NpgsqlConnection storage = new(postgres.Server.ConnectionString);
        await storage.OpenAsync(Cancellation);
        byte[] chain = LogChain.Start;
        string sql = $"SET search_path TO {hosts.Schema}; ALTER TABLE log DISABLE TRIGGER USER; UPDATE log SET actor = 'somebody else' WHERE sequence = 3;";
        foreach (RegistryEvent entry in await host.ReadEventsAsync(0, 100, Cancellation))
        {
            chain = LogChain.Next(chain, entry.Sequence == 3 ? entry with { Actor = "somebody else" } : entry);
            sql += $"UPDATE log SET chain = '\\x{Convert.ToHexStringLower(chain)}' WHERE sequence = {entry.Sequence};";
        }

        await using (NpgsqlCommand forge = new(sql, storage)) { await forge.ExecuteNonQueryAsync(Cancellation); }
        Assert.True((await host.VerifyLogAsync(cancellationToken: Cancellation)).IsIntact);
        LogVerification rewritten = await host.VerifyLogAsync(kept, Cancellation);
        Assert.Equal((LogFault.Rewritten, 2L, 3L), (rewritten.Fault, rewritten.LastGood.Sequence, rewritten.FirstBroken));
        Assert.Equal(LogFault.Rewritten, (await host.VerifyLogSinceAsync(kept[3], Cancellation)).Fault);

        await using (NpgsqlCommand cut = new("DELETE FROM log WHERE sequence > 2", storage)) { await cut.ExecuteNonQueryAsync(Cancellation); }
        Assert.Equal((LogFault.Shortened, 3L), ((await host.VerifyLogAsync(kept, Cancellation)).Fault, (await host.VerifyLogAsync(kept, Cancellation)).FirstBroken));
    }

    private static Task<ModelVersion> RegisterAsync(PostgreSqlModelRegistry host, string content) => host.RegisterAsync(
        new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", Encoding.UTF8.GetBytes(content))] }, Cancellation);
}
