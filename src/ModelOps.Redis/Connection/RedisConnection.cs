using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Redis.Diagnostics;
using StackExchange.Redis;

namespace ModelOps.Redis;

/// <summary>The one connection of this host, made when it is first used and kept until the host ends. It mends itself.</summary>
internal sealed class RedisConnection(IOptions<RedisOptions> options, ILogger<RedisConnection>? logger = null) : IAsyncDisposable, IDisposable
{
    private readonly ILogger _logger = logger ?? NullLogger<RedisConnection>.Instance;
    private readonly Lock _lock = new();
    private Task<IConnectionMultiplexer>? _connecting;
    private bool _disposed;

    public string KeyPrefix => options.Value.KeyPrefix;

    /// <summary>Waits for the first attempt to connect, not for its success: commands fail at once while there is no connection.</summary>
    public Task<IConnectionMultiplexer> ConnectAsync()
    {
        Task<IConnectionMultiplexer>? connecting = Volatile.Read(ref _connecting);
        if (connecting is { IsFaulted: false }) { return connecting; }
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _connecting is { IsFaulted: false } ? _connecting : _connecting = OpenAsync();
        }
    }

    public async ValueTask<IDatabase> GetDatabaseAsync() => (await ConnectAsync().ConfigureAwait(false)).GetDatabase();

    public async ValueTask DisposeAsync()
    {
        if (Close() is not { } connecting) { return; }
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully) { await (await connecting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false); }
    }

    public void Dispose()
    {
        _ = Close()?.ContinueWith(
            static connecting => connecting.GetAwaiter().GetResult().Dispose(),
            CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private Task<IConnectionMultiplexer>? Close()
    {
        lock (_lock)
        {
            _disposed = true;
            return Interlocked.Exchange(ref _connecting, null);
        }
    }

    private async Task<IConnectionMultiplexer> OpenAsync()
    {
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(RedisConfiguration.Create(options.Value)).ConfigureAwait(false);
        connection.ConnectionFailed += (_, e) => Lost(e);
        connection.ConnectionRestored += (_, e) => { if (e.ConnectionType == ConnectionType.Interactive) { _logger.RedisFound($"{e.EndPoint}"); } };
        if (!connection.IsConnected) { _logger.RedisNotReached(); }
        return connection;
    }

    // The exception's text may repeat what the server was sent; its kind says what an operator needs.
    private void Lost(ConnectionFailedEventArgs e)
    {
        if (e.ConnectionType == ConnectionType.Interactive && !_disposed) { _logger.RedisLost($"{e.EndPoint}", $"{e.FailureType}"); }
    }
}
