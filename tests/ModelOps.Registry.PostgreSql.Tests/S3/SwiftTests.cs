using ModelOps.Registry.PostgreSql.S3;
using ModelOps.TestSupport;

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

    [Fact]
    public async Task AbortUploads_ThatWereCutOff_AreGoneAndFoundNoMore()
    {
        using TemporaryFolder folder = new();
        S3Options options = Options;
        string file = folder.Write("big", Bytes((int)options.PartBytes + 1));
        options.MaxRetries = 0;
        using (S3Client cut = new(options, S3Credentials.From(options)!, TimeProvider.System, new CutHandler()))
        {
            for (int i = 0; i < 2; i++) { await Assert.ThrowsAsync<S3Exception>(() => cut.PutFileAsync($"cut/{i}", file, new string('0', 64), S3Condition.None, Cancellation)); }
        }

        using S3Client client = Connect(options);
        DateTimeOffset later = TimeProvider.System.GetUtcNow().AddHours(1);

        Assert.Equal(0, await client.AbortUploadsAsync("cut/", later.AddHours(-2), Cancellation));
        Assert.Equal(0, await client.AbortUploadsAsync("other/", later, Cancellation));
        Assert.Equal(2, await client.AbortUploadsAsync("cut/", later, Cancellation));
        Assert.Equal(0, await client.AbortUploadsAsync("cut/", later, Cancellation));
    }

    /// <summary>A network that ends once an upload has begun.</summary>
    private sealed class CutHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.Query.Contains("uploadId=", StringComparison.Ordinal) ? throw new HttpRequestException("cut") : base.SendAsync(request, cancellationToken);
    }
}
