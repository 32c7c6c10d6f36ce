using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Redis.Tests.Fakes;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Redis.Tests.Connection;

public sealed class RedisConnectionTests
{
    private const string Password = "correct horse battery";
    private static readonly LimitRule Rule = new(10, TimeSpan.FromSeconds(1), 10);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ConnectAsync_PasswordAndTls_Connects(bool fromFile)
    {
        await using RedisServer server = await RedisServer.CreateAsync(Password, tls: true);
        using TemporaryFolder folder = new();
        string file = folder.Write("password", System.Text.Encoding.UTF8.GetBytes(Password + "\n"));
        await using RedisHost host = new(o =>
        {
            Secure(o, server);
            o.Password = fromFile ? null : Password;
            o.PasswordFile = fromFile ? file : null;
        });

        Assert.True((await host.Limiter.AcquireAsync("a", 1, 1, Rule)).IsAllowed);
    }

    [Fact]
    public async Task ConnectAsync_WrongPassword_FailsWithoutTellingIt()
    {
        await using RedisServer server = await RedisServer.CreateAsync(Password);
        await using RedisHost host = new(o => (o.Configuration, o.Password, o.ConnectTimeout) = (server.Configuration, "wrong-secret-123", TimeSpan.FromMilliseconds(500)));

        DistributedLimiterException e = await Assert.ThrowsAsync<DistributedLimiterException>(async () => await host.Limiter.AcquireAsync("a", 1, 1, Rule));

        Assert.DoesNotContain("wrong-secret-123", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.Lines, static line => line.Text.Contains("wrong-secret-123", StringComparison.Ordinal));
        Assert.Contains(host.Log.Lines, static line => line.Event.Id is 2400 or 2402);
    }

    [Theory]
    [InlineData("another.host", true)]
    [InlineData("localhost", false)]
    public async Task ConnectAsync_CertificateNotAsItShouldBe_DoesNotConnect(string name, bool trustsAuthority)
    {
        await using RedisServer server = await RedisServer.CreateAsync(tls: true);
        await using RedisHost host = new(o =>
        {
            Secure(o, server);
            o.TlsHost = name;
            o.ConnectTimeout = TimeSpan.FromMilliseconds(500);
            if (!trustsAuthority) { o.CertificateAuthorityFile = null; }
        });

        await Assert.ThrowsAsync<DistributedLimiterException>(async () => await host.Limiter.AcquireAsync("a", 1, 1, Rule));
    }

    [Fact]
    public async Task StartAsync_ServerAwayOrPasswordWrong_HostServesAllTheSame()
    {
        await using RedisServer server = await RedisServer.CreateAsync(Password);
        Dictionary<string, string?> settings = ServingHost.CacheSettings(server.Configuration);
        settings["ModelOps:Redis:Password"] = "wrong-secret-123";
        settings["ModelOps:Redis:ConnectTimeout"] = "00:00:00.3";
        await using ServingHost host = await ServingHost.StartAsync(settings);
        await host.CachesAsync(); // in its own memory

        Assert.Equal((7f, false), await host.CallAsync(3));
        Assert.Equal((7f, true), await host.CallAsync(3));
        Assert.DoesNotContain(host.Log.Lines, static line => line.Text.Contains("wrong-secret", StringComparison.Ordinal) || line.Text.Contains("a secret of all hosts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartAsync_BadOptions_StopsWithEveryFailureAndNoSecret()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:Redis:Configuration"] = "password=hidden-1",
            ["ModelOps:Redis:Password"] = "hidden-2",
            ["ModelOps:Redis:PasswordFile"] = "/nowhere/hidden-3",
            ["ModelOps:Redis:KeyPrefix"] = "a b",
            ["ModelOps:Redis:CommandTimeout"] = "00:00:00",
            ["ModelOps:Redis:ConnectTimeout"] = "00:02:00",
            ["ModelOps:Redis:CertificateAuthorityFile"] = "/nowhere/ca.pem",
        });
        builder.Services.AddModelOps().AddRedis();
        builder.Services.AddModelOps().AddRedis();
        using IHost host = builder.Build();

        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        string[] expected = ["Configuration names no server", "are both set", "PasswordFile names a file", "KeyPrefix is 'a b'", "CommandTimeout is 00:00:00", "ConnectTimeout is 00:02:00", "UseTls is false"];
        Assert.All(expected, text => Assert.Contains(text, e.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", e.Message, StringComparison.Ordinal);
        Assert.Single(host.Services.GetServices<IDistributedLimiter>());
    }

    private static void Secure(RedisOptions options, RedisServer server) =>
        (options.Configuration, options.UseTls, options.TlsHost, options.CertificateAuthorityFile) = ($"127.0.0.1:{server.Port}", true, "localhost", server.CertificateFile);
}
