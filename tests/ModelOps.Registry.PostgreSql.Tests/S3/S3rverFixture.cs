using ModelOps.TestServers;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

/// <summary>One server for the tests of a class.</summary>
public sealed class S3rverFixture : ServerFixture<S3rverServer>
{
    public S3Options Options => new()
    {
        Endpoint = Server.Address,
        Bucket = S3rverServer.Bucket,
        AccessKeyId = S3rverServer.AccessKeyId,
        SecretAccessKey = S3rverServer.SecretAccessKey,
        PartBytes = 5 << 20,
    };

    protected override Task<S3rverServer> StartAsync() => S3rverServer.CreateAsync();
}
