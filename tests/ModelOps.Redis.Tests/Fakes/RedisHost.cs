using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.TestServers;
using StackExchange.Redis;

namespace ModelOps.Redis.Tests.Fakes;

/// <summary>The services of one host that uses a Redis, and what they log.</summary>
internal sealed class RedisHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public RedisHost(Action<RedisOptions> configure, Action<IModelOpsBuilder>? build = null)
    {
        ServiceCollection services = new();
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        IModelOpsBuilder builder = services.AddModelOps().AddRedis(configure);
        build?.Invoke(builder);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public RedisHost(RedisServer server)
        : this(options => options.Configuration = server.Configuration)
    {
    }

    public LinesLoggerProvider Log { get; } = new();

    public IServiceProvider Services => _services;

    public IDistributedLimiter Limiter => _services.GetRequiredService<IDistributedLimiter>();

    public Task<IConnectionMultiplexer> ConnectAsync() => _services.GetRequiredService<RedisConnection>().ConnectAsync();

    public async Task<IDatabase> GetDatabaseAsync() => (await ConnectAsync()).GetDatabase();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
