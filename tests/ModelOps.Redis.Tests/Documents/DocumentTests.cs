using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Serving;

namespace ModelOps.Redis.Tests.Documents;

public sealed class DocumentTests
{
    [Fact]
    public void ResponseCache_Memory_IsSet()
    {
        using IHost host = Build(static builder =>
        {
            // <snippet:docs/guides/response-cache.md#1>
            builder.Services.AddModelOps().AddServing();
            builder.Services.Configure<ResponseCacheOptions>(cache =>
            {
                cache.MaxBytes = 128L << 20;
                cache.Models["demand"] = new ModelCacheOptions { TimeToLive = TimeSpan.FromMinutes(10) };
            });
            // </snippet>
        });

        Assert.Equal(TimeSpan.FromMinutes(10), host.Services.GetRequiredService<IOptions<ResponseCacheOptions>>().Value.Models["demand"].TimeToLive);
        Assert.NotNull(host.Services.GetRequiredService<IInferenceClient>());
    }

    [Fact]
    public void ResponseCache_Shared_IsSet()
    {
        using IHost host = Build(static builder =>
        {
            builder.Configuration["CacheSecret"] = "a secret of all hosts";

            // <snippet:docs/guides/response-cache.md#2>
            builder.Services.AddModelOps().AddServing().AddRedis();
            builder.Services.Configure<ResponseCacheOptions>(cache =>
            {
                cache.Models["demand"] = new ModelCacheOptions();
                cache.Shared.IsEnabled = true;
                cache.Shared.Secret = builder.Configuration["CacheSecret"];
            });
            // </snippet>
        });

        Assert.Equal("a secret of all hosts", host.Services.GetRequiredService<IOptions<ResponseCacheOptions>>().Value.Shared.Secret);
        Assert.NotNull(host.Services.GetRequiredService<IInferenceClient>());
    }

    [Fact]
    public void Limits_Rules_AreValid()
    {
        using IHost host = Build(static builder =>
        {
            // <snippet:docs/guides/limits.md#1>
            builder.Services.AddModelOps().AddServing();
            builder.Services.Configure<LimitsOptions>(limits =>
            {
                limits.Rules.Add(new LimitOptions { Name = "tenant", By = LimitPartitionKind.Tenant, Permits = 100, Window = TimeSpan.FromSeconds(1), Burst = 200 });
                limits.Rules.Add(new LimitOptions { Name = "key", By = LimitPartitionKind.Header, Header = "x-api-key", Permits = 10_000, Window = TimeSpan.FromHours(1), Cost = LimitCost.Row });
                limits.Rules.Add(new LimitOptions { Name = "large", By = LimitPartitionKind.Model, Models = { "large" }, Algorithm = LimitAlgorithm.Concurrency, Permits = 4 });
            });
            // </snippet>
        });

        Assert.NotNull(host.Services.GetRequiredService<IInferenceClient>()); // wrong rules would throw
        Assert.Equal(3, host.Services.GetRequiredService<IOptions<LimitsOptions>>().Value.Rules.Count);
    }

    [Fact]
    public async Task Limits_HostsOwnLimiter_IsAsked()
    {
        using IHost host = Build(static builder =>
        {
            // <snippet:docs/guides/limits.md#2>
            builder.Services.AddModelOps().AddServing().AddRateLimiter(_ => PartitionedRateLimiter.Create<InferenceRequest, string>(
                request => RateLimitPartition.GetConcurrencyLimiter(request.Model.Name, _ => new ConcurrencyLimiterOptions { PermitLimit = 8, QueueLimit = 16 })));
            // </snippet>
        });
        using InferenceRequest request = new(ModelReference.ToModel("demand"));

        await Assert.ThrowsAsync<ModelNotFoundException>(async () => await host.Services.GetRequiredService<IInferenceClient>().InferAsync(request));
    }

    [Fact]
    public void Limits_SharedAndOverload_AreValid()
    {
        using IHost host = Build(static builder =>
        {
            // <snippet:docs/guides/limits.md#3>
            builder.Services.AddModelOps().AddServing().AddRedis();
            builder.Services.Configure<LimitsOptions>(limits => limits.Rules.Add(new LimitOptions
            {
                Name = "tenant",
                Permits = 1000,
                Window = TimeSpan.FromMinutes(1),
                IsShared = true,
                Prefetch = 10,
                WhenUnavailable = LimitFallback.Local,
            }));
            // </snippet>

            // <snippet:docs/guides/limits.md#4>
            builder.Services.Configure<LimitsOptions>(limits =>
            {
                limits.Overload.IsEnabled = true;
                limits.Overload.MaxWait = TimeSpan.FromMilliseconds(50);
            });
            // </snippet>
        });

        Assert.NotNull(host.Services.GetRequiredService<IInferenceClient>());
        Assert.True(host.Services.GetRequiredService<IOptions<LimitsOptions>>().Value.Overload.IsEnabled);
    }

    [Fact]
    public void Readme_AddRedis_IsSet()
    {
        using IHost host = Build(static builder =>
        {
            // <snippet:src/ModelOps.Redis/README.md#1>
            builder.Services.AddModelOps().AddServing().AddRedis(redis =>
            {
                redis.Configuration = "redis:6379";
                redis.KeyPrefix = "shop";
            });
            // </snippet>
        });

        Assert.Equal("shop", host.Services.GetRequiredService<IOptions<RedisOptions>>().Value.KeyPrefix);
        Assert.NotNull(host.Services.GetRequiredService<IDistributedLimiter>());
    }

    [Fact]
    public void Readme_AddRedisDriftBuckets_IsSet()
    {
        using IHost host = Build(static builder =>
        {
            // <snippet:src/ModelOps.Redis/README.md#2>
            builder.Services.AddModelOps().AddRedisDriftBuckets(buckets => buckets.Retention = TimeSpan.FromDays(14));
            // </snippet>
        });

        Assert.Equal(TimeSpan.FromDays(14), host.Services.GetRequiredService<IOptions<RedisDriftBucketsOptions>>().Value.Retention);
        Assert.NotNull(host.Services.GetRequiredService<IDriftBucketStore>());
    }

    [Fact]
    public void DriftReplicas_Redis_IsTheStore()
    {
        using IHost host = Build(static builder =>
        {
            // <snippet:docs/guides/drift-replicas.md#2>
            builder.Services.AddModelOps()
                .AddRedis(redis => redis.Configuration = "redis:6379")
                .AddRedisDriftBuckets(buckets => buckets.Retention = TimeSpan.FromDays(14));
            // </snippet>
        });

        Assert.IsType<RedisDriftBuckets>(host.Services.GetRequiredService<IDriftBucketStore>());
        Assert.Equal("redis:6379", host.Services.GetRequiredService<IOptions<RedisOptions>>().Value.Configuration);
    }

    private static IHost Build(Action<HostApplicationBuilder> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        configure(builder);
        return builder.Build();
    }
}
