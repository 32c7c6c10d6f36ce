using System.Security.Cryptography;
using System.Text;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.TestSupport;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

/// <summary>What the client must do against every real store.</summary>
public abstract class S3ServerTests
{
    protected abstract S3Options Options { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected static S3Client Connect(S3Options options) => new(options, S3Credentials.From(options)!, TimeProvider.System);

    [Theory]
    [InlineData("plain.bin", 1000)]
    [InlineData("deep/er/with space+plus&ünïcode~(1).bin", 70_000)]
    [InlineData("empty", 0)]
    public async Task PutFile_ThenDownload_IsTheSame(string key, int length)
    {
        using S3Client client = Connect(Options);
        using TemporaryFolder folder = new();
        byte[] bytes = Bytes(length);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));

        await client.PutFileAsync(key, folder.Write("a", bytes), sha256, S3Condition.None, Cancellation);
        using MemoryStream back = new();
        await client.DownloadAsync(key, back, Cancellation);
        S3Object? head = await client.HeadAsync(key, Cancellation);

        Assert.Equal(bytes, back.ToArray());
        Assert.Equal((length, sha256), (head!.Size, head.Sha256));
    }

    [Fact]
    public async Task PutFile_LongerThanAPart_IsUploadedInParts()
    {
        using S3Client client = Connect(Options);
        using TemporaryFolder folder = new();
        byte[] bytes = Bytes((5 << 20) * 2 + 17);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));

        await client.PutFileAsync("big.bin", folder.Write("a", bytes), sha256, S3Condition.None, Cancellation);
        using MemoryStream back = new();
        await client.DownloadAsync("big.bin", back, Cancellation);
        S3Object? head = await client.HeadAsync("big.bin", Cancellation);

        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(back.ToArray())));
        Assert.Equal((bytes.Length, sha256), (head!.Size, head.Sha256));
    }

    [Fact]
    public async Task Open_Range_IsThatRange()
    {
        using S3Client client = Connect(Options);
        await client.PutAsync("range", "0123456789"u8.ToArray(), S3Condition.None, Cancellation);

        Assert.Equal("345", await ReadAsync(client, "range", 3, 3));
        Assert.Equal("789", await ReadAsync(client, "range", 7, null));
    }

    [Fact]
    public async Task Missing_IsToldApart()
    {
        using S3Client client = Connect(Options);

        Assert.Null(await client.HeadAsync("nothing", Cancellation));
        S3Exception error = await Assert.ThrowsAsync<S3Exception>(() => client.DownloadAsync("nothing", Stream.Null, Cancellation));
        await client.DeleteAsync("nothing", Cancellation);

        Assert.True(error.IsMissing);
        Assert.Equal(ModelOpsErrorKind.NotFound, error.Kind);
    }

    [Fact]
    public async Task Delete_RemovesIt()
    {
        using S3Client client = Connect(Options);
        await client.PutAsync("gone", "x"u8.ToArray(), S3Condition.None, Cancellation);

        await client.DeleteAsync("gone", Cancellation);

        Assert.Null(await client.HeadAsync("gone", Cancellation));
    }

    [Fact]
    public async Task List_Prefix_IsInOrder()
    {
        using S3Client client = Connect(Options);
        foreach (string key in (string[])["list/b", "list/a b", "list/c&d", "other"]) { await client.PutAsync(key, Encoding.UTF8.GetBytes(key), S3Condition.None, Cancellation); }

        List<S3Object> found = await client.ListAsync("list/", Cancellation).ToListAsync(Cancellation);

        Assert.Equal([("list/a b", 8), ("list/b", 6), ("list/c&d", 8)], found.Select(static o => (o.Key, o.Size)));
        Assert.All(found, static o => Assert.NotNull(o.LastModified));
    }

    [Fact]
    public async Task Presign_GetAndPut_NeedNoCredentials()
    {
        using S3Client client = Connect(Options);
        using HttpClient anyone = new();
        using ByteArrayContent content = new("signed"u8.ToArray());

        using HttpResponseMessage put = await anyone.PutAsync(client.Presign(HttpMethod.Put, "pre signed", TimeSpan.FromMinutes(1)), content, Cancellation);
        string got = await anyone.GetStringAsync(client.Presign(HttpMethod.Get, "pre signed", TimeSpan.FromMinutes(1)), Cancellation);

        Assert.True(put.IsSuccessStatusCode);
        Assert.Equal("signed", got);
    }

    [Fact]
    public async Task Bucket_ThatIsNotThere_SaysSo()
    {
        S3Options options = Options;
        options.Bucket = "no-such-bucket";
        using S3Client client = Connect(options);

        S3Exception error = await Assert.ThrowsAsync<S3Exception>(() => client.PutAsync("a", "x"u8.ToArray(), S3Condition.None, Cancellation));

        Assert.Equal("NoSuchBucket", error.StoreCode);
        Assert.Contains("ModelOps:Registry:PostgreSql:S3:Bucket", error.Message, StringComparison.Ordinal);
    }

    protected static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(5).NextBytes(bytes);
        return bytes;
    }

    private static async Task<string> ReadAsync(S3Client client, string key, long offset, long? length)
    {
        using HttpResponseMessage response = await client.OpenAsync(key, offset, length, null, Cancellation);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }
}
