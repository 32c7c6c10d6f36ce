using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.TestServers;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

/// <summary>The store is lost in the middle of an upload in parts.</summary>
[Collection(nameof(PostgresCollection))]
public sealed class UnfinishedUploadsTests(PostgresFixture postgres) : IDisposable
{
    private const int Part = 5 << 20;
    private static readonly GarbageOptions Rules = new() { MinimumAge = TimeSpan.FromHours(1), GracePeriod = TimeSpan.FromHours(2) };
    private readonly FakeS3 _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task CollectGarbageAsync_UploadsThatNobodyEnded_AreRemovedOnceTheyAreOld()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        _store.Now = time.GetUtcNow;
        await using RegistryHosts hosts = Hosts(static o => o.S3!.MaxRetries = 0);
        PostgreSqlModelRegistry host = hosts.Add(handler: _store, timeProvider: time);
        await host.RegisterAsync(Registration(1, 10), Cancellation);
        _store.Fault = static r => r.RequestUri!.Query.Contains("uploadId", StringComparison.Ordinal) ? FakeS3.Refuse(503, "SlowDown") : null; // it begins, and is away from then on
        for (int i = 2; i < 5; i++) { await Assert.ThrowsAsync<RegistryStorageException>(() => host.RegisterAsync(Registration(i, Part + 1), Cancellation)); }
        _store.Fault = static _ => null;
        Assert.Equal(3, _store.OpenUploads);
        Assert.Single(await host.ListVersionsAsync("demand", Cancellation));

        await host.CollectGarbageAsync(Rules, Cancellation);
        Assert.Equal(3, _store.OpenUploads); // they may still be written
        time.Advance(TimeSpan.FromHours(2));
        await host.CollectGarbageAsync(Rules with { DryRun = true }, Cancellation);
        Assert.Equal(3, _store.OpenUploads);
        await host.CollectGarbageAsync(Rules, Cancellation);

        Assert.Equal(0, _store.OpenUploads);
        Assert.Equal(2, (await host.RegisterAsync(Registration(2, Part + 1), Cancellation)).Number);
        Assert.True((await host.VerifyAsync(Cancellation)).IsIntact);
    }

    [Fact]
    public async Task CollectGarbageAsync_StoreThatDoesNotListUploads_CollectsTheRest()
    {
        await using RegistryHosts hosts = Hosts();
        PostgreSqlModelRegistry host = hosts.Add(handler: _store);
        _store.Fault = static r => r.RequestUri!.Query.Contains("uploads=", StringComparison.Ordinal) && r.Method == HttpMethod.Get ? FakeS3.Refuse(501, "NotImplemented") : null;
        await host.RegisterAsync(Registration(1, 10), Cancellation);

        Assert.Equal(0, (await host.CollectGarbageAsync(Rules, Cancellation)).Removed.Count);
    }

    [Fact]
    public async Task ServerKilledWhilePartsAreSent_NothingAcknowledgedIsLostAndTheRestIsNotThere()
    {
        await using S3rverServer server = await S3rverServer.CreateAsync();
        S3Options s3 = new()
        {
            Endpoint = server.Address,
            Bucket = S3rverServer.Bucket,
            AccessKeyId = S3rverServer.AccessKeyId,
            SecretAccessKey = S3rverServer.SecretAccessKey,
            PartBytes = Part,
            MaxRetries = 1,
        };
        await using RegistryHosts hosts = Hosts(o => o.S3 = s3);
        PostgreSqlModelRegistry host = hosts.Add();
        List<ModelVersion> acknowledged = [await host.RegisterAsync(Registration(0, Part + 1), Cancellation)];
        Random random = new(20261126);
        int refused = 0;
        for (int i = 1; i <= 6; i++)
        {
            Task<ModelVersion> registering = host.RegisterAsync(Registration(i, 4 * Part), Cancellation);
            await Task.Delay(random.Next(400), Cancellation);
            await server.KillAsync();
            try
            {
                acknowledged.Add(await registering);
            }
            catch (RegistryStorageException error)
            {
                Assert.Equal(ModelOpsErrorKind.Unavailable, error.Kind);
                refused++;
            }

            await server.StartAsync();
            Assert.Equal(acknowledged.Count, (await host.ListVersionsAsync("demand", Cancellation)).Count);
        }

        TestContext.Current.SendDiagnosticMessage($"{refused} of 6 registrations were cut");
        Assert.True((await host.VerifyAsync(Cancellation)).IsIntact); // every content of every version, read to its end
        Assert.False(StoredFiles.HasLeftovers(hosts.CacheOf(0)));
        Assert.Equal(acknowledged.Count + 1, (await host.RegisterAsync(Registration(99, 4 * Part), Cancellation)).Number);
    }

    private RegistryHosts Hosts(Action<PostgreSqlRegistryOptions>? configure = null) => new(postgres.Server.ConnectionString, options =>
    {
        options.SharedFolder = null;
        options.S3 = new S3Options { Endpoint = new Uri("https://s3.test"), Bucket = "models", AccessKeyId = "a", SecretAccessKey = "s", PartBytes = Part };
        configure?.Invoke(options);
    });

    private static ModelRegistration Registration(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", bytes)] };
    }
}
