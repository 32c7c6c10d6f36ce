using ModelOps.Redis.Tests.Fakes;
using ModelOps.Serving;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Redis.Tests.Limits;

public sealed class SharedLimitsTests
{
    [Fact]
    public async Task InferAsync_TwoHosts_CountTogether()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using ServingHost one = await ServingHost.StartAsync(ServingHost.LimitSettings(server.Configuration, LimitFallback.Refuse));
        await using ServingHost other = await ServingHost.StartAsync(ServingHost.LimitSettings(server.Configuration, LimitFallback.Refuse));

        int[] passed = await Task.WhenAll(one.CountAsync(30, "acme"), other.CountAsync(30, "acme"));

        Assert.Equal(20, passed.Sum());
        Assert.Equal(20, await other.CountAsync(30, "globex"));
    }

    [Theory]
    [InlineData(LimitFallback.Allow, 30)]
    [InlineData(LimitFallback.Local, 20)]
    public async Task InferAsync_ServerKilledAndStarted_DegradesAsSetAndRecovers(LimitFallback fallback, int passedWithout)
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using ServingHost host = await ServingHost.StartAsync(ServingHost.LimitSettings(server.Configuration, fallback));
        Assert.Equal(5, await host.CountAsync(5, "acme"));

        await server.KillAsync();
        Assert.Equal(passedWithout, await host.CountAsync(30, "acme"));
        Assert.Contains(host.Log.Lines, static line => line.Event.Id == 2052);

        await server.StartAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await host.CountAsync(1, "probe");
                return host.Log.Lines.Any(static line => line.Event.Id == 2053);
            },
            "the store is back");
        Assert.Equal(15, await host.CountAsync(30, "acme")); // what was left before it went, for it keeps its data
    }

    [Fact]
    public async Task InferAsync_ServerAwayAndCallsToBeRefused_AreRefusedAsUnavailable()
    {
        await using ServingHost host = await ServingHost.StartAsync(ServingHost.LimitSettings($"127.0.0.1:{ServerProcess.FreePort()},connectTimeout=200", LimitFallback.Refuse));

        DistributedLimiterException e = await Assert.ThrowsAsync<DistributedLimiterException>(() => host.CallAsync(1, "acme"));

        Assert.Equal(ModelOpsErrorKind.Unavailable, e.Kind);
        Assert.Equal(TimeSpan.FromMilliseconds(200), e.RetryAfter);
    }

    [Fact]
    public async Task InferAsync_ServerStalls_CallsGoOn()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using TcpProxy proxy = new(server.Port);
        Dictionary<string, string?> settings = ServingHost.LimitSettings(proxy.Configuration, LimitFallback.Local);
        settings["ModelOps:Serving:Limits:SharedTimeout"] = "00:00:00.05";
        await using ServingHost host = await ServingHost.StartAsync(settings);
        Assert.Equal(1, await host.CountAsync(1, "acme"));

        proxy.Stall();
        Assert.InRange(await host.CountAsync(100, "acme"), 19, 20); // 19 where the first call met a slow store, and was counted here too
        proxy.Resume();

        await Eventually.TrueAsync(
            async () =>
            {
                await host.CountAsync(1, "probe");
                return host.Log.Lines.Any(static line => line.Event.Id == 2053);
            },
            "the store is back");
    }
}
