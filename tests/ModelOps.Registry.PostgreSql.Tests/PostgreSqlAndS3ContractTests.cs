using ModelOps.Conformance;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.Registry.PostgreSql.Tests.S3;

namespace ModelOps.Registry.PostgreSql.Tests;

[Collection(nameof(PostgresCollection))]
public sealed class PostgreSqlAndS3ContractTests : ModelRegistryContractTests, IClassFixture<S3rverFixture>, IAsyncDisposable
{
    private readonly RegistryHosts _hosts;
    private readonly S3Options _s3;
    private readonly PostgreSqlModelRegistry _registry;

    public PostgreSqlAndS3ContractTests(PostgresFixture postgres, S3rverFixture s3)
    {
        _s3 = s3.Options;
        _s3.Prefix = Guid.NewGuid().ToString("N");
        _hosts = new RegistryHosts(postgres.Server.ConnectionString, options =>
        {
            options.SharedFolder = null;
            options.S3 = _s3;
        });
        _registry = _hosts.Add();
    }

    protected override IModelRegistry Registry => _registry;

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    /// <summary>Changes the object and keeps what its writer noted with it; the copies that this host has fetched go, so that it must look again.</summary>
    protected override void Tamper(ArtifactDescriptor file)
    {
        string key = $"{_s3.Prefix}/{StoredFiles.BlobKey(file.Digest)}";
        Use(async client =>
        {
            using MemoryStream bytes = new();
            await client.DownloadAsync(key, bytes, Cancellation);
            bytes.GetBuffer()[bytes.Length - 1] ^= 1;
            string path = Path.Combine(_hosts.CacheOf(0), "tampered");
            await System.IO.File.WriteAllBytesAsync(path, bytes.ToArray(), Cancellation);
            await client.PutFileAsync(key, path, file.Digest[7..], S3Condition.None, Cancellation);
        });
        ForgetFetched();
    }

    protected override void Lose(ArtifactDescriptor file)
    {
        Use(client => client.DeleteAsync($"{_s3.Prefix}/{StoredFiles.BlobKey(file.Digest)}", Cancellation));
        ForgetFetched();
    }

    protected override bool HasLeftovers() => StoredFiles.HasLeftovers(_hosts.CacheOf(0));

    private void ForgetFetched()
    {
        string packages = Path.Combine(_hosts.CacheOf(0), "packages");
        if (Directory.Exists(packages)) { Directory.Delete(packages, recursive: true); }
    }

    private void Use(Func<S3Client, Task> work)
    {
        using S3Client client = new(_s3, S3Credentials.From(_s3)!, TimeProvider.System);
        Task.Run(() => work(client), Cancellation).GetAwaiter().GetResult();
    }
}
