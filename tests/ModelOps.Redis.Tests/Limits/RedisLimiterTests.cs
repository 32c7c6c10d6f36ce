using ModelOps.Redis.Tests.Fakes;
using ModelOps.TestServers;
using ModelOps.TestSupport;
using StackExchange.Redis;

namespace ModelOps.Redis.Tests.Limits;

public sealed class RedisLimiterTests
{
    private static readonly LimitRule Slow = new(1, TimeSpan.FromHours(1), 5); // nothing flows in while a test runs

    [Fact]
    public async Task AcquireAsync_Bucket_GivesItsBurstAndSaysWhenThereIsMore()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using RedisHost host = new(server);

        LimitDecision[] decisions = new LimitDecision[6];
        for (int i = 0; i < decisions.Length; i++) { decisions[i] = await host.Limiter.AcquireAsync("acme", 1, 1, Slow); }

        Assert.Equal([1, 1, 1, 1, 1, 0], decisions.Select(static d => d.Granted));
        Assert.False(decisions[5].IsAllowed);
        Assert.InRange(decisions[5].RetryAfter, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        Assert.True((await host.Limiter.AcquireAsync("other", 1, 1, Slow)).IsAllowed);
    }

    [Fact]
    public async Task AcquireAsync_WantsMoreThanThereIs_GetsWhatThereIsAndNeverLessThanNeeded()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using RedisHost host = new(server);

        Assert.Equal(3, (await host.Limiter.AcquireAsync("acme", 1, 3, Slow)).Granted);
        Assert.Equal(0, (await host.Limiter.AcquireAsync("acme", 3, 3, Slow)).Granted);
        Assert.Equal(2, (await host.Limiter.AcquireAsync("acme", 2, 9, Slow)).Granted);
    }

    [Fact]
    public async Task AcquireAsync_TwoHostsAtOnce_NeverMoreThanTheBucketHolds()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using RedisHost one = new(server);
        await using RedisHost other = new(server);
        LimitRule rule = Slow with { Burst = 40 };

        LimitDecision[] decisions = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? one : other).Limiter.AcquireAsync("acme", 1, 1, rule).AsTask()));

        Assert.Equal(40, decisions.Sum(static d => d.Granted));
    }

    [Fact]
    public async Task AcquireAsync_TimePasses_PermitsFlowInByTheClockOfTheServer()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using RedisHost host = new(server);
        LimitRule rule = new(100, TimeSpan.FromSeconds(1), 1);
        Assert.True((await host.Limiter.AcquireAsync("acme", 1, 1, rule)).IsAllowed);
        IDatabase database = await host.GetDatabaseAsync();

        await Eventually.TrueAsync(async () => (await KeysAsync(database)).Count == 0, "the full bucket is forgotten");

        Assert.True((await host.Limiter.AcquireAsync("acme", 1, 1, rule)).IsAllowed);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("inf")]
    [InlineData("nan")]
    [InlineData("-inf")]
    [InlineData("1e300")]
    [InlineData("-5")]
    [InlineData("")]
    public async Task AcquireAsync_ValueTamperedWith_CountsAsNoMoreThanAnEmptyBucket(string value)
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using RedisHost host = new(server);
        LimitRule rule = new(50, TimeSpan.FromSeconds(1), 2);
        await host.Limiter.AcquireAsync("acme", 1, 1, rule);
        IDatabase database = await host.GetDatabaseAsync();
        foreach (RedisKey key in await KeysAsync(database)) { database.StringSet(key, value); }

        LimitDecision decision = await host.Limiter.AcquireAsync("acme", 1, 1, rule);

        Assert.True(decision.IsAllowed || decision.RetryAfter <= TimeSpan.FromMilliseconds(20), $"{decision}");
    }

    [Fact]
    public async Task AcquireAsync_KeyOfAnotherType_IsReplaced()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using RedisHost host = new(server);
        await host.Limiter.AcquireAsync("acme", 1, 1, Slow);
        IDatabase database = await host.GetDatabaseAsync();
        RedisKey key = Assert.Single(await KeysAsync(database));
        database.KeyDelete(key);
        database.ListLeftPush(key, "a list");

        Assert.True((await host.Limiter.AcquireAsync("acme", 1, 1, Slow)).IsAllowed);
        Assert.Equal(RedisType.String, database.KeyType(key));
    }

    [Fact]
    public async Task AcquireAsync_SecretPartition_IsNotStoredAndPrefixed()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using RedisHost host = new(options => (options.Configuration, options.KeyPrefix) = (server.Configuration, "shop:eu"));

        await host.Limiter.AcquireAsync("sk-live-123", 1, 1, Slow);

        string key = Assert.Single(await KeysAsync(await host.GetDatabaseAsync())).ToString();
        Assert.StartsWith("shop:eu:limit:", key, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-live", key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AcquireAsync_ServerKilledAndStartedAgain_FailsAtOnceAndThenGoesOn()
    {
        await using RedisServer server = await RedisServer.CreateAsync();
        await using RedisHost host = new(server);
        await host.Limiter.AcquireAsync("acme", 1, 1, Slow);

        await server.KillAsync();
        DistributedLimiterException e = await Assert.ThrowsAsync<DistributedLimiterException>(async () => await host.Limiter.AcquireAsync("acme", 1, 1, Slow));
        Assert.Equal(ModelOpsErrorCodes.LimiterUnavailable, e.Code);

        await server.StartAsync();
        await Eventually.TrueAsync(async () => await AnswersAsync(host), "it answers again");
        Assert.Contains(host.Log.Lines, static line => line.Event.Id == 2400);
        await Eventually.TrueAsync(() => host.Log.Lines.Any(static line => line.Event.Id == 2401), "it says so");
    }

    [Fact]
    public async Task AcquireAsync_WrongArguments_SaysSo()
    {
        await using RedisHost host = new(static options => options.Configuration = "localhost:1");

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await host.Limiter.AcquireAsync("a", 0, 1, Slow));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await host.Limiter.AcquireAsync("a", 2, 1, Slow));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await host.Limiter.AcquireAsync("a", 6, 6, Slow));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await host.Limiter.AcquireAsync("a", 1, 1, Slow with { Window = TimeSpan.Zero }));
    }

    private static async Task<List<RedisKey>> KeysAsync(IDatabase database)
    {
        List<RedisKey> keys = [];
        await foreach (RedisKey key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: "*"))
        {
            if (key.ToString().Contains(":limit:", StringComparison.Ordinal)) { keys.Add(key); }
        }

        return keys;
    }

    private static async Task<bool> AnswersAsync(RedisHost host)
    {
        try
        {
            await host.Limiter.AcquireAsync("acme", 1, 1, Slow);
            return true;
        }
        catch (DistributedLimiterException)
        {
            return false;
        }
    }
}
