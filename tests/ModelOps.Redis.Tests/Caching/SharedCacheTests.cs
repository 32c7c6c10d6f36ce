using System.Diagnostics;
using ModelOps.Redis.Tests.Fakes;
using ModelOps.TestServers;
using ModelOps.TestSupport;
using StackExchange.Redis;

namespace ModelOps.Redis.Tests.Caching;

public sealed class SharedCacheTests
{
    [Fact]
    public async Task InferAsync_AnotherHostAnswered_GivesItsAnswer()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using ServingHost one = await StartAsync(server.Configuration);
        await using ServingHost other = await StartAsync(server.Configuration);

        Assert.Equal((7f, false), await one.CallAsync(3, "acme"));
        await WrittenAsync(server, 2); // that of the warm-up, and this

        Assert.Equal((7f, true), await other.CallAsync(3, "acme"));
        Assert.Equal((7f, false), await other.CallAsync(3, "globex"));
    }

    [Fact]
    public async Task InferAsync_HostsServeDifferentFilesOfOneVersion_ShareNothing()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using ServingHost one = await StartAsync(server.Configuration);
        await using ServingHost other = await StartAsync(server.Configuration, offset: 100);

        await one.CallAsync(3);
        await WrittenAsync(server, 3);

        Assert.Equal((106f, false), await other.CallAsync(3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task InferAsync_ValuesTamperedWith_ModelAnswers(bool isSealed)
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using ServingHost one = await StartAsync(server.Configuration, secret: isSealed ? "a secret of all hosts" : null);
        await one.CallAsync(3);
        await WrittenAsync(server, 2);
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        foreach (RedisKey key in connection.GetServers()[0].Keys())
        {
            byte[] value = (byte[])(await connection.GetDatabase().HashGetAsync(key, "data"))!;
            value[^10] ^= 0x40;
            await connection.GetDatabase().HashSetAsync(key, "data", value);
        }

        await using ServingHost other = await StartAsync(server.Configuration, secret: isSealed ? "a secret of all hosts" : null);
        Assert.Equal((7f, false), await other.CallAsync(3));
        Assert.Contains(other.Log.Lines, static line => line.Event.Id == 2045);
    }

    [Fact]
    public async Task InferAsync_AnotherSecret_SharesNothing()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using ServingHost one = await StartAsync(server.Configuration);
        await using ServingHost other = await StartAsync(server.Configuration, secret: "the secret of somebody else");
        await one.CallAsync(3);
        await WrittenAsync(server, 3);

        Assert.Equal((7f, false), await other.CallAsync(3));
    }

    [Fact]
    public async Task InferAsync_ServerKilledAndStartedUnderLoad_EveryCallIsAnswered()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using ServingHost host = await StartAsync(server.Configuration);
        using CancellationTokenSource stop = new();
        Task<int>[] callers = [.. Enumerable.Range(0, 4).Select(c => Task.Run(() => LoadAsync(host, c, stop.Token)))];

        await server.KillAsync();
        await Eventually.TrueAsync(() => host.Log.Lines.Any(static line => line.Event.Id == 2043), "the tier is left alone");
        await server.StartAsync();
        await Eventually.TrueAsync(() => host.Log.Lines.Any(static line => line.Event.Id == 2044), "the tier is back");
        await stop.CancelAsync();

        Assert.All(await Task.WhenAll(callers), static calls => Assert.InRange(calls, 1, int.MaxValue));
        await using ServingHost other = await StartAsync(server.Configuration);
        int question = 1_000_000;
        await Eventually.TrueAsync(
            async () =>
            {
                await host.CallAsync(++question);
                await Task.Delay(20); // answers are written beside the calls
                return (await other.CallAsync(question)).IsCached;
            },
            "answers are shared again");
    }

    [Fact]
    public async Task InferAsync_ServerStalls_CallsWaitNoLongerThanTheyMay()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using TcpProxy proxy = new(server.Port);
        Dictionary<string, string?> settings = ServingHost.CacheSettings(proxy.Configuration);
        settings["ModelOps:Serving:Cache:Shared:Timeout"] = "00:00:00.05";
        settings["ModelOps:Serving:Cache:Shared:BreakDuration"] = "00:00:30";
        await using ServingHost host = await ServingHost.StartAsync(settings);
        await host.CachesAsync();
        proxy.Stall();

        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 1000; i++) { Assert.Equal((2f * i) + 1, (await host.CallAsync(i)).Answer); }

        // Three calls wait 50 ms each; were each to wait, it would take 50 s.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(25));
        Assert.Contains(host.Log.Lines, static line => line.Event.Id == 2043);
        proxy.Resume();
    }

    private static async Task<int> LoadAsync(ServingHost host, int caller, CancellationToken stop)
    {
        int calls = 0;
        for (; !stop.IsCancellationRequested; calls++)
        {
            int x = (calls * 4) + caller;
            Assert.Equal((2f * x) + 1, (await host.CallAsync(x)).Answer);
        }

        return calls;
    }

    private static async Task<ServingHost> StartAsync(string redis, float offset = 1, string? secret = "a secret of all hosts")
    {
        ServingHost host = await ServingHost.StartAsync(ServingHost.CacheSettings(redis, secret), offset);
        await host.CachesAsync();
        return host;
    }

    private static async Task WrittenAsync(RedisServer server, int answers)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        await Eventually.TrueAsync(() => connection.GetServers()[0].Keys(pattern: "modelops:cache:*").Count() >= answers, $"{answers} answers are shared");
    }
}
