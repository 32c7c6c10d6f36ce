using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Dvc;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Dvc;

public sealed class DvcConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenRemote_DefaultFolder_MovesDataBetweenRepositories()
    {
        // As 'dvc init', 'dvc remote add -d storage ../shared' and 'dvc cache dir ../cache' write it: paths count from .dvc.
        const string Config = "[core]\n    remote = storage\n['remote \"storage\"']\n    url = ../../shared\n['remote \"other\"']\n    url = s3://bucket/path\n[cache]\n    dir = ../../cache\n";
        DvcRepository here = Repository("here", Config);
        DvcRepository there = Repository("there", Config.Replace("../../cache", "../../cache2", StringComparison.Ordinal));
        await File.WriteAllTextAsync(_folder.File("here/a.bin"), "hello", Cancellation);

        await here.AddAsync("a.bin", Cancellation);
        Assert.Equal(1, await here.PushAsync("a.bin.dvc", here.OpenRemote(), Cancellation));
        File.Copy(_folder.File("here/a.bin.dvc"), _folder.File("there/a.bin.dvc"));
        Assert.Equal(1, await there.PullAsync("a.bin.dvc", there.OpenRemote(), Cancellation));
        await there.CheckoutAsync("a.bin.dvc", cancellationToken: Cancellation);

        Assert.Equal(("storage", "other,storage"), (here.DefaultRemote, string.Join(',', here.RemoteNames)));
        Assert.Equal("hello", await File.ReadAllTextAsync(_folder.File("there/a.bin"), Cancellation));
        Assert.True(File.Exists(_folder.File("shared/files/md5/5d/41402abc4b2a76b9719d911017c592")));
        Assert.True(File.Exists(_folder.File("cache/files/md5/5d/41402abc4b2a76b9719d911017c592")));
        Assert.False(Directory.Exists(_folder.File("here/.dvc/cache")));
    }

    [Fact]
    public void OpenRemote_LocalOverlay_WinsKeyByKeyAndKeepsNoSecret()
    {
        List<DvcRemoteConfig> asked = [];
        DvcRepository repository = Repository(
            "r",
            "[core]\nremote = \"storage\" # the team's\n; note\n[remote \"storage\"]\nurl = s3://bucket/a # not this\nregion = eu-central-1\n",
            "['remote \"storage\"']\n    url = 's3://bucket/b'\n    access_key_id = AKIA\n    secret_access_key = very-secret\n",
            remote =>
            {
                asked.Add(remote);
                return new FolderDvcRemote("unused");
            });

        repository.OpenRemote();

        DvcRemoteConfig config = Assert.Single(asked);
        Assert.Equal(("storage", "s3://bucket/b", "s3"), (config.Name, config.Url, config.Scheme));
        Assert.Equal(["eu-central-1"], config.Settings.Values);
        Assert.Equal(["access_key_id", "secret_access_key"], config.SecretsLeftOut);
        Assert.DoesNotContain("very-secret", config.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "names no default remote (remotes: none)")]
    [InlineData("[core]\nremote = gone\n['remote \"a\"']\nurl = /x\n", "has no remote 'gone' (remotes: a)")]
    [InlineData("['remote \"a\"']\nurl = s3://b/c\n", "Add S3DvcRemote.Open of package ModelOps.Registry.PostgreSql to DvcOptions.RemoteOpeners")]
    [InlineData("['remote \"a\"']\nurl = gs://b/c\n", "nothing here opens 'gs'")]
    [InlineData("['remote \"a\"']\nurl = ssh://b/c\n", "nothing here opens 'ssh'")]
    [InlineData("['remote \"a\"']\nurl = https://ada:pw@host/c\n", "names a user or password")]
    [InlineData("['remote \"a\"']\nurl = https://host/c\nauth = basic\n", "it wants credentials (basic)")]
    [InlineData("['remote \"a\"']\nurl = https://host/c\npassword = pw\n", "it wants credentials (password)")]
    [InlineData("['remote \"a\"']\nurl = https://host/c\nssl_verify = false\n", "turns the check of certificates off")]
    [InlineData("['remote \"a\"']\nurl = https://host/c\nmethod = DELETE\n", "none of HTTP")]
    [InlineData("['remote \"a\"']\nurl = /x\nversion_aware = true\n", "not by hash")]
    [InlineData("['remote \"a\"']\nverify = true\n", "it has no url")]
    public void OpenRemote_WhatCannotBeOpened_SaysWhatMendsIt(string config, string expected)
    {
        DvcException error = Assert.Throws<DvcException>(() => Repository("r", config).OpenRemote());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", error.Message.Replace("password", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("remote = a\n", "line 1 cannot be read: a setting is written key = value, below a section")]
    [InlineData("[core]\nremote\n", "line 2")]
    [InlineData("[core\n", "line 1 cannot be read: a section is written [name]")]
    [InlineData("[core]\nremote = '''a\nb'''\n", "values of several lines are not read")]
    public void Open_DamagedConfig_NamesTheLine(string config, string expected) =>
        Assert.Contains(expected, Assert.Throws<DvcException>(() => Repository("r", config)).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_EndlessConfig_IsRefused() =>
        Assert.Contains("has more than 1048576 bytes", Assert.Throws<DvcException>(() => Repository("r", new string('#', (1 << 20) + 1))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task OpenRemote_Http_PostsAsDvcDoes()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        List<string> calls = [];
        app.Run(context =>
        {
            lock (calls) { calls.Add($"{context.Request.Method} {context.Request.Path}"); }
            context.Response.StatusCode = context.Request.Method == "HEAD" ? (int)HttpStatusCode.NotFound : (int)HttpStatusCode.OK;
            return Task.CompletedTask;
        });
        await app.StartAsync(Cancellation);
        DvcRepository repository = Repository("r", $"['remote \"web\"']\n    url = {app.Urls.Single()}/store\n");
        await File.WriteAllTextAsync(_folder.File("r/a.bin"), "hello", Cancellation);
        await repository.AddAsync("a.bin", Cancellation);
        using HttpDvcRemote remote = Assert.IsType<HttpDvcRemote>(repository.OpenRemote());

        Assert.Equal(1, await repository.PushAsync("a.bin.dvc", remote, Cancellation));

        Assert.Equal(["HEAD /store/files/md5/5d/41402abc4b2a76b9719d911017c592", "POST /store/files/md5/5d/41402abc4b2a76b9719d911017c592"], calls);
    }

    private DvcRepository Repository(string name, string config, string? local = null, Func<DvcRemoteConfig, IDvcRemote?>? opener = null)
    {
        string root = _folder.File(name);
        Directory.CreateDirectory(Path.Combine(root, ".dvc"));
        File.WriteAllText(Path.Combine(root, ".dvc", "config"), config);
        if (local is not null) { File.WriteAllText(Path.Combine(root, ".dvc", "config.local"), local); }
        DvcOptions options = new();
        if (opener is not null) { options.RemoteOpeners.Add(opener); }
        return DvcRepository.Open(root, options);
    }
}
