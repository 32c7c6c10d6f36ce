using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Conformance;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Gc;
using ModelOps.Registry.PostgreSql.Artifacts;
using ModelOps.Registry.PostgreSql.Metadata;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.Registry.PostgreSql.Tests.S3;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Tests;

/// <summary>Documents with nothing shared but PostgreSQL and a bucket.</summary>
[Collection(nameof(PostgresCollection))]
public sealed class PostgreSqlDocumentTests : RegistryDocumentContractTests, IClassFixture<S3rverFixture>, IAsyncDisposable
{
    private static readonly GarbageOptions Rules = new() { MinimumAge = TimeSpan.FromHours(1), GracePeriod = TimeSpan.FromHours(2), KeepDeletedFor = TimeSpan.Zero };
    private readonly RegistryHosts _hosts;
    private readonly S3Options _s3;
    private readonly PostgreSqlModelRegistry _registry;
    private readonly PostgreSqlModelRegistry _other;

    public PostgreSqlDocumentTests(PostgresFixture postgres, S3rverFixture s3)
    {
        _s3 = s3.Options;
        _s3.Prefix = Guid.NewGuid().ToString("N");
        _hosts = new RegistryHosts(postgres.Server.ConnectionString, options => (options.SharedFolder, options.S3) = (null, _s3));
        _registry = _hosts.Add();
        _other = _hosts.Add();
    }

    protected override IModelRegistry Registry => _registry;

    protected override IVersionDocumentStore Store => _registry.Documents;

    protected override IVersionDocumentStore Other => _other.Documents;

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    /// <summary>A collector whose clock runs ahead, which that of a whole host must not: S3 refuses what it signs.</summary>
    protected override async Task CollectAsync()
    {
        PostgreSqlRegistryOptions options = _hosts.Options();
        using S3Client client = new(_s3, S3Credentials.From(_s3)!, TimeProvider.System);
        using ScratchFolder scratch = ScratchFolder.Open(Path.Combine(options.CacheFolder, "temp"), TimeProvider.System, out _);
        S3BlobStore blobs = new(client, _s3, new FolderBlobStore(options.CacheFolder, scratch, NullLogger.Instance), NullLogger.Instance);
        await using NpgsqlDataSource source = PostgresSource.Create(options);
        using SemaphoreSlim connections = new(1);
        using PostgresDatabase database = new(options, LockRow.Registry, source, connections, TimeProvider.System, NullLogger.Instance);
        PackageStore packages = new(Path.Combine(options.CacheFolder, "packages"), blobs, scratch, new VerifiedFiles(enabled: true), TimeProvider.System, NullLogger.Instance);
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        for (int round = 0; round < 2; round++)
        {
            time.Advance(TimeSpan.FromDays(1));
            await new GarbageCollector(database, blobs, packages, time).RunAsync(Rules, Cancellation);
        }
    }

    protected override async Task<(long Contents, bool IsIntact)> CheckAsync()
    {
        using S3Client client = new(_s3, S3Credentials.From(_s3)!, TimeProvider.System);
        long contents = (await client.ListAsync($"{_s3.Prefix}/blobs/", Cancellation).ToListAsync(Cancellation)).Count;
        return (contents, (await _registry.VerifyAsync(Cancellation)).IsIntact);
    }

    protected override void Tamper(string digest)
    {
        string key = $"{_s3.Prefix}/{StoredFiles.BlobKey(digest)}";
        Task.Run(
            async () =>
            {
                using S3Client client = new(_s3, S3Credentials.From(_s3)!, TimeProvider.System);
                using MemoryStream bytes = new();
                await client.DownloadAsync(key, bytes, Cancellation);
                bytes.GetBuffer()[bytes.Length - 1] ^= 1;
                await client.PutAsync(key, bytes.ToArray(), S3Condition.None, Cancellation);
            },
            Cancellation).GetAwaiter().GetResult();
    }
}
