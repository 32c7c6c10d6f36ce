using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ModelOps.Redis.Tests.Jobs;

public sealed class RedisJobsModelOpsBuilderExtensionsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddRedisJobs_BeforeOrAfterAddJobs_TakesThePlaceOfTheEmbeddedQueue(bool before)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ModelOps:Redis:Jobs:MaxQueued"] = "7" }).Build());
        IModelOpsBuilder builder = services.AddModelOps();
        if (before) { builder.AddRedisJobs().AddJobs(); } else { builder.AddJobs().AddRedisJobs().AddRedisJobs(); }
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.IsType<RedisJobQueue>(Assert.Single(provider.GetServices<IInferenceJobQueue>()));
        Assert.Equal(7, provider.GetRequiredService<IOptions<RedisJobQueueOptions>>().Value.MaxQueued);
    }

    [Fact]
    public void Options_OutOfRange_AreRefusedWithTheirMend()
    {
        ServiceCollection services = new();
        services.AddModelOps().AddRedisJobs(static o => (o.MaxQueued, o.IdempotencyWindow) = (0, TimeSpan.Zero));
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<RedisJobQueueOptions>>().Value);

        Assert.Equal(2, error.Failures.Count());
        Assert.Contains("ModelOps:Redis:Jobs:MaxQueued is 0. Use 1 or more.", error.Failures);
    }
}
