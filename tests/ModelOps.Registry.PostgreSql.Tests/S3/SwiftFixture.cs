using ModelOps.Registry.PostgreSql.S3;
using ModelOps.TestServers;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

/// <summary>One server for the tests of a class, with its bucket.</summary>
public sealed class SwiftFixture : ServerFixture<SwiftServer>
{
    public S3Options Options => OptionsOf(Server);

    protected override async Task<SwiftServer> StartAsync()
    {
        SwiftServer server = await SwiftServer.CreateAsync();
        using S3Client client = new(OptionsOf(server), S3Credentials.From(OptionsOf(server))!, TimeProvider.System);
        await client.CreateBucketAsync(TestContext.Current.CancellationToken);
        return server;
    }

    private static S3Options OptionsOf(SwiftServer server) => new()
    {
        Endpoint = server.Address,
        Bucket = "models",
        AccessKeyId = SwiftServer.AccessKeyId,
        SecretAccessKey = SwiftServer.SecretAccessKey,
        PartBytes = 5 << 20,
    };
}
