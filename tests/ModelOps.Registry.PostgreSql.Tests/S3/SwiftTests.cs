using ModelOps.Registry.PostgreSql.S3;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

public sealed class SwiftTests(SwiftFixture fixture) : S3ServerTests, IClassFixture<SwiftFixture>
{
    protected override S3Options Options => fixture.Options;

    [Fact]
    public async Task Signature_OfAWrongSecret_IsRefused()
    {
        S3Options options = Options;
        options.SecretAccessKey = "not the secret";
        using S3Client client = Connect(options);

        S3Exception error = await Assert.ThrowsAsync<S3Exception>(() => client.PutAsync("a", "x"u8.ToArray(), S3Condition.None, Cancellation));

        Assert.Equal((403, "SignatureDoesNotMatch"), (error.Status, error.StoreCode));
        Assert.DoesNotContain("not the secret", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("SecretAccessKey", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_StoreThatRefusesConditions_IsFoundOut()
    {
        using S3Client client = Connect(Options);

        ConditionalWrites found = await ConditionalWrites.ProbeAsync(client, "p/", Cancellation);

        Assert.False(found.CreateOnce);
        Assert.Equal("If-None-Match on a key that is free was refused", found.Wrong);
    }

    [Fact]
    public async Task Presign_Altered_IsRefused()
    {
        using S3Client client = Connect(Options);
        using HttpClient anyone = new();
        await client.PutAsync("one", "1"u8.ToArray(), S3Condition.None, Cancellation);
        await client.PutAsync("two", "2"u8.ToArray(), S3Condition.None, Cancellation);
        string address = client.Presign(HttpMethod.Get, "one", TimeSpan.FromMinutes(1)).OriginalString;

        using HttpResponseMessage response = await anyone.GetAsync(new Uri(address.Replace("/one?", "/two?", StringComparison.Ordinal)), Cancellation);

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, response.StatusCode);
    }
}
