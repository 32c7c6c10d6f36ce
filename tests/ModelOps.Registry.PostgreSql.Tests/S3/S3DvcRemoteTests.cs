using Microsoft.Extensions.Options;
using ModelOps.Registry.Dvc;
using ModelOps.TestSupport;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

public sealed class S3DvcRemoteTests(S3rverFixture fixture) : IClassFixture<S3rverFixture>
{
    [Fact]
    public async Task PushThenPull_ThroughABucket_ArrivesAsItWas()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("here/raw"));
        Directory.CreateDirectory(folder.File("there"));
        byte[] large = [.. Enumerable.Range(0, 6 << 20).Select(static i => (byte)(i * 31))]; // above one part
        await File.WriteAllBytesAsync(folder.File("here/raw/large.bin"), large);
        await File.WriteAllTextAsync(folder.File("here/raw/ü.txt"), "x");
        S3Options options = fixture.Options;
        options.Prefix = "dvc/store";
        using S3DvcRemote remote = new(options);
        DvcRepository here = DvcRepository.Open(folder.File("here"));
        DvcRepository there = DvcRepository.Open(folder.File("there"));

        await here.AddAsync("raw");
        Assert.Equal(3, await here.PushAsync("raw.dvc", remote));
        Assert.Equal(0, await here.PushAsync("raw.dvc", remote));
        File.Copy(folder.File("here/raw.dvc"), folder.File("there/raw.dvc"));
        Assert.Equal(3, await there.PullAsync("raw.dvc", remote));
        await there.CheckoutAsync("raw.dvc");

        Assert.Equal(large, await File.ReadAllBytesAsync(folder.File("there/raw/large.bin")));
        Assert.Equal("x", await File.ReadAllTextAsync(folder.File("there/raw/ü.txt")));
        Assert.Null(await remote.OpenReadAsync("files/md5/00/missing"));
        await remote.WriteAsync("a/b", new MemoryStream([1, 2]));
        Assert.True(await remote.ExistsAsync("a/b"));
    }

    [Fact]
    public void Remote_WithoutEndpoint_NamesTheKey() =>
        Assert.Contains("Endpoint is missing", Assert.Throws<OptionsValidationException>(() => new S3DvcRemote(new S3Options())).Message, StringComparison.Ordinal);
}
