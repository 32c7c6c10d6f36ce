using ModelOps.Registry.PostgreSql.S3;
using ModelOps.TestServers;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

public sealed class S3rverTests(S3rverFixture fixture) : S3ServerTests, IClassFixture<S3rverFixture>
{
    protected override S3Options Options => fixture.Options;

    [Fact]
    public async Task Probe_StoreThatIgnoresConditions_IsFoundOut()
    {
        using S3Client client = Connect(Options);

        ConditionalWrites found = await ConditionalWrites.ProbeAsync(client, "p/", Cancellation);

        Assert.Equal((false, false), (found.CreateOnce, found.CompareAndSwap));
        Assert.Equal("If-None-Match on a key that is taken was let through", found.Wrong);
        Assert.Empty(await client.ListAsync("p/", Cancellation).ToListAsync(Cancellation));
    }
}
