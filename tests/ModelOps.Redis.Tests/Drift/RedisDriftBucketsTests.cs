using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Conformance;
using ModelOps.Redis.Tests.Fakes;
using ModelOps.TestServers;
using ModelOps.TestSupport;
using StackExchange.Redis;

namespace ModelOps.Redis.Tests.Drift;

public sealed class RedisDriftBucketsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restart_OfRedisInBetween_LosesNothingThatWasKept()
    {
        await using RedisServer redis = await RedisServer.CreateAsync();
        await using RedisHost host = Host(redis);
        IDriftBucketStore store = Store(host);
        for (int round = 1; round <= 3; round++)
        {
            await Eventually.TrueAsync(() => PutAsync(store, DriftBuckets.Create(round, sequence: round)), "a bucket is kept");
            await redis.KillAsync();
            DriftBucketStoreException error = await Assert.ThrowsAsync<DriftBucketStoreException>(() => store.PutAsync([DriftBuckets.Create(round, sequence: 100)], Cancellation));
            await Assert.ThrowsAsync<DriftBucketStoreException>(() => store.ReadAsync(DriftBuckets.All(), Cancellation));
            await Assert.ThrowsAsync<DriftBucketStoreException>(() => store.RemoveBeforeAsync(DriftBuckets.Model, DateTimeOffset.MaxValue, Cancellation));
            Assert.Equal((ModelOpsErrorKind.Unavailable, ModelOpsErrorCodes.DriftBucketStoreUnavailable), (error.Kind, error.Code));
            await redis.StartAsync();
        }

        await Eventually.TrueAsync(() => PutAsync(store, DriftBuckets.Create(4)), "the connection is back");

        Assert.Equal(["pod-1/1/1", "pod-1/2/2", "pod-1/3/3", "pod-1/4/1"], await store.TextsAsync(DriftBuckets.All()));
    }

    [Fact]
    public async Task Cluster_AllSteps_KeepToOneSlot()
    {
        await using RedisServer redis = await RedisServer.CreateAsync(cluster: true);
        await using RedisHost host = Host(redis);
        IDriftBucketStore store = Store(host);
        string[] models = ["demand", "需要予測", "prices"];
        await store.PutAsync([.. models.SelectMany(static model => Enumerable.Range(0, 100).Select(minute => DriftBuckets.Create(minute, model: model)))], Cancellation);
        RedisKey expired = (await KeysAsync(redis, host)).First(static key => key.ToString().Contains(":bucket:", StringComparison.Ordinal));
        await (await host.GetDatabaseAsync()).KeyDeleteAsync(expired);
        int read = 0;
        int left = 0;
        foreach (string model in models)
        {
            read += (await store.ReadAsync(DriftBuckets.All(model), Cancellation)).Count;
            await store.RemoveBeforeAsync(model, DriftBuckets.Noon.AddMinutes(90), Cancellation);
            left += (await store.ReadAsync(DriftBuckets.All(model), Cancellation)).Count;
        }

        Assert.Equal(299, read);
        Assert.InRange(left, 29, 30);
    }

    [Fact]
    public async Task Put_ServerThatStalls_EndsInTime()
    {
        await using RedisServer redis = await RedisServer.CreateAsync();
        await using TcpProxy proxy = new(redis.Port);
        await using RedisHost host = new(
            options => (options.Configuration, options.CommandTimeout) = (proxy.Configuration, TimeSpan.FromSeconds(2)), static b => b.AddRedisDriftBuckets());
        await Store(host).PutAsync([DriftBuckets.Create()], Cancellation);
        proxy.Stall();

        await Assert.ThrowsAsync<DriftBucketStoreException>(() => Store(host).PutAsync([DriftBuckets.Create(1)], Cancellation));
        proxy.Resume();

        await Eventually.TrueAsync(() => PutAsync(Store(host), DriftBuckets.Create(2)), "it goes on");
        Assert.Contains("pod-1/0/1", await Store(host).TextsAsync(DriftBuckets.All()));
    }

    [Fact]
    public async Task Retention_BucketsExpireAndLeaveTheIndex()
    {
        await using RedisServer redis = await RedisServer.CreateAsync();
        await using RedisHost host = Host(redis, static options => options.Retention = TimeSpan.FromMinutes(2));
        IDriftBucketStore store = Store(host);
        await store.PutAsync([DriftBuckets.Create(), DriftBuckets.Create(1)], Cancellation);
        IDatabase database = await host.GetDatabaseAsync();
        RedisKey[] keys = await KeysAsync(redis, host);
        Assert.Equal(3, keys.Length);
        foreach (RedisKey key in keys) { Assert.InRange((await database.KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(2)); }
        Assert.Single(keys.Select(static k => k.ToString().Split('}')[0]).Distinct()); // one slot of a cluster

        await database.KeyDeleteAsync(keys.First(static k => k.ToString().Contains(":bucket:", StringComparison.Ordinal))); // what expiry does

        Assert.Single(await store.ReadAsync(DriftBuckets.All(), Cancellation));
        Assert.Equal(1, await database.SortedSetLengthAsync(keys.Single(static k => k.ToString().EndsWith(":index", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Put_MoreThanMayBe_IsRefusedAndTheKeptGrowOn()
    {
        await using RedisServer redis = await RedisServer.CreateAsync();
        await using RedisHost host = Host(redis, static options => (options.MaxBuckets, options.MaxBucketBytes) = (2, 1024));
        IDriftBucketStore store = Store(host);
        await store.PutAsync([DriftBuckets.Create(), DriftBuckets.Create(1)], Cancellation);

        DriftBucketStoreException error = await Assert.ThrowsAsync<DriftBucketStoreException>(() => store.PutAsync([DriftBuckets.Create(2)], Cancellation));
        await store.PutAsync([DriftBuckets.Create(1, sequence: 2), DriftBuckets.Create(model: "other")], Cancellation);

        Assert.Contains("ModelOps:Redis:DriftBuckets:MaxBuckets", error.Message, StringComparison.Ordinal);
        Assert.Equal(["pod-1/0/1", "pod-1/1/2"], await store.TextsAsync(DriftBuckets.All()));
        foreach (RedisKey key in (await KeysAsync(redis, host)).Where(static k => k.ToString().Contains(":bucket:", StringComparison.Ordinal)))
        {
            await (await host.GetDatabaseAsync()).KeyDeleteAsync(key); // what expiry does
        }

        await store.PutAsync([DriftBuckets.Create(3), DriftBuckets.Create(4)], Cancellation);
        Assert.Equal(["pod-1/3/1", "pod-1/4/1"], await store.TextsAsync(DriftBuckets.All()));
        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync([DriftBuckets.Create(content: new string('x', 1025))], Cancellation));
    }

    [Fact]
    public async Task Read_TamperedValues_AreLeftOutAndMended()
    {
        await using RedisServer redis = await RedisServer.CreateAsync();
        await using RedisHost host = Host(redis);
        IDriftBucketStore store = Store(host);
        await store.PutAsync([DriftBuckets.Create(), DriftBuckets.Create(1), DriftBuckets.Create(2)], Cancellation);
        IDatabase database = await host.GetDatabaseAsync();
        RedisKey[] keys = [.. (await KeysAsync(redis, host)).Where(static k => k.ToString().Contains(":bucket:", StringComparison.Ordinal)).OrderBy(static k => k.ToString(), StringComparer.Ordinal)];
        byte[] bytes = (byte[])(await database.HashGetAsync(keys[0], "p"))!;
        await database.HashSetAsync(keys[0], "p", bytes[..^1]);
        await database.HashSetAsync(keys[0], "s", "none");
        await database.HashSetAsync(keys[2], "p", new byte[(8 << 20) + 10_000]);
        await database.SortedSetAddAsync(keys[0].ToString().Split('}')[0] + "}:index", "no identifier", DriftBuckets.Noon.Ticks / TimeSpan.TicksPerMillisecond);

        Assert.Equal(["pod-1/1/1"], await store.TextsAsync(DriftBuckets.All()));
        Assert.Contains(host.Log.Lines, static line => line.Event.Id == 2403);

        await database.KeyDeleteAsync(keys[1]);
        await database.StringSetAsync(keys[1], "x");
        await store.PutAsync([DriftBuckets.Create(), DriftBuckets.Create(1), DriftBuckets.Create(2, sequence: 2)], Cancellation);
        Assert.Equal(["pod-1/0/1", "pod-1/1/1", "pod-1/2/2"], await store.TextsAsync(DriftBuckets.All()));
    }

    [Fact]
    public async Task AddRedisDriftBuckets_WrongOptions_StopTheStart()
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddRedisDriftBuckets(static o => (o.Retention, o.MaxBuckets, o.MaxBucketBytes) = (TimeSpan.Zero, 0, 1)).AddRedisDriftBuckets();
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        Assert.Equal(3, error.Failures.Count());
        Assert.Single(builder.Services, static d => d.ServiceType == typeof(IDriftBucketStore));
    }

    private static RedisHost Host(RedisServer redis, Action<RedisDriftBucketsOptions>? configure = null) =>
        new(options => options.Configuration = redis.Configuration, builder => builder.AddRedisDriftBuckets(configure));

    private static IDriftBucketStore Store(RedisHost host) => host.Services.GetRequiredService<IDriftBucketStore>();

    private static async Task<RedisKey[]> KeysAsync(RedisServer redis, RedisHost host)
    {
        List<RedisKey> keys = [];
        await foreach (RedisKey key in (await host.ConnectAsync()).GetServer(redis.Configuration).KeysAsync(pattern: "*:drift:*")) { keys.Add(key); }
        return [.. keys];
    }

    private static async Task<bool> PutAsync(IDriftBucketStore store, DriftBucket bucket)
    {
        try
        {
            await store.PutAsync([bucket], Cancellation);
            return true;
        }
        catch (DriftBucketStoreException)
        {
            return false;
        }
    }
}
