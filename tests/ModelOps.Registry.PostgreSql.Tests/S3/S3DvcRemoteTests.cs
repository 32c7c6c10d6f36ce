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
    public async Task Open_RemoteOfDvcConfig_FindsTheBucket()
    {
        using TemporaryFolder folder = new();
        S3Options known = fixture.Options;
        Directory.CreateDirectory(folder.File("here/.dvc"));
        await File.WriteAllTextAsync(folder.File("here/.dvc/config"), $"[core]\n    remote = storage\n['remote \"storage\"']\n    url = s3://{known.Bucket}/from/config\n    endpointurl = {known.Endpoint}\n");
        await File.WriteAllTextAsync(folder.File("here/.dvc/config.local"), "['remote \"storage\"']\n    secret_access_key = not-used\n");
        await File.WriteAllTextAsync(folder.File("here/a.bin"), "hello");
        DvcOptions options = new();
        options.RemoteOpeners.Add(remote => S3DvcRemote.Open(remote, s3 => (s3.AccessKeyId, s3.SecretAccessKey) = (known.AccessKeyId, known.SecretAccessKey)));
        DvcRepository here = DvcRepository.Open(folder.File("here"), options);
        using S3DvcRemote remote = Assert.IsType<S3DvcRemote>(here.OpenRemote());

        await here.AddAsync("a.bin");
        Assert.Equal(1, await here.PushAsync("a.bin.dvc", remote));

        known.Prefix = "from/config";
        using S3DvcRemote same = new(known);
        Assert.True(await same.ExistsAsync("files/md5/5d/41402abc4b2a76b9719d911017c592"));
    }

    [Theory]
    [InlineData("profile", "x", "setting 'profile' is not followed")]
    [InlineData("ssl_verify", "false", "ssl_verify leaves certificates unchecked")]
    [InlineData("endpointurl", "not an address", "endpointurl is no address")]
    [InlineData("endpointurl", "http://store.example", "cannot be opened")] // in the clear, to another machine
    public void Open_SettingThatCannotBeFollowed_SaysWhichAndNoSecret(string key, string value, string expected)
    {
        DvcRemoteConfig remote = new() { Name = "storage", Url = "s3://bucket/a", Settings = new Dictionary<string, string> { [key] = value }, SecretsLeftOut = ["secret_access_key"] };

        DvcException error = Assert.Throws<DvcException>(() => S3DvcRemote.Open(remote, static s3 => (s3.AccessKeyId, s3.SecretAccessKey) = ("AKIA", "very-secret")));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", error.ToString(), StringComparison.Ordinal);
        Assert.Null(S3DvcRemote.Open(remote with { Url = "gs://bucket" }));
    }

    [Fact]
    public async Task Guide_Config_PullsFromTheDefaultRemote()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("r/.dvc"));
        Directory.CreateDirectory(folder.File("r/data"));
        await File.WriteAllTextAsync(folder.File("r/.dvc/config"), "['remote \"storage\"']\n    url = ../../store\n");
        Directory.CreateDirectory(folder.File("store/files/md5/5d"));
        await File.WriteAllTextAsync(folder.File("store/files/md5/5d/41402abc4b2a76b9719d911017c592"), "hello");
        await File.WriteAllTextAsync(folder.File("r/data/raw.dvc"), "outs:\n- md5: 5d41402abc4b2a76b9719d911017c592\n  size: 5\n  hash: md5\n  path: raw\n");

        await PullAsync(folder.File("r"));

        Assert.True(File.Exists(folder.File("r/.dvc/cache/files/md5/5d/41402abc4b2a76b9719d911017c592")));
    }

    private static async Task PullAsync(string root)
    {
        // <snippet:docs/guides/data-versioning.md#2>
        DvcOptions options = new() { RemoteOpeners = { S3DvcRemote.Open } };    // folders and HTTP need none
        DvcRepository repository = DvcRepository.Open(root, options);
        IDvcRemote remote = repository.OpenRemote();                            // the default one, or one by its name
        await repository.PullAsync("data/raw.dvc", remote);
        // </snippet>
    }

    [Fact]
    public void Remote_WithoutEndpoint_NamesTheKey() =>
        Assert.Contains("Endpoint is missing", Assert.Throws<OptionsValidationException>(() => new S3DvcRemote(new S3Options())).Message, StringComparison.Ordinal);
}
