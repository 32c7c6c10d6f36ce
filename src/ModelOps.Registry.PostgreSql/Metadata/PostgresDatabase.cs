using System.Data;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.PostgreSql.Diagnostics;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Metadata;

/// <summary>Metadata in PostgreSQL. Every write begins by locking its row of <c>modelops_registry</c>, so that over all hosts one runs at a time
/// and the order of the log is the order of commits; reads wait for nothing. Models and runs have a row each.</summary>
internal sealed partial class PostgresDatabase : Database
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    private readonly PostgreSqlRegistryOptions _options;
    private readonly LockRow _row;
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _connections;
    private readonly SemaphoreSlim _writer = new(1, 1); // a host waits for itself here, not with a connection
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _isPrepared;
    private volatile bool _disposed;

    /// <param name="options">Settings.</param>
    /// <param name="row">What its writes wait for.</param>
    /// <param name="source">Connections; not disposed.</param>
    /// <param name="connections">As many as calls may use at once, whoever shares them; not disposed.</param>
    /// <param name="timeProvider">Clock of waits.</param>
    /// <param name="logger">Where to log.</param>
    public PostgresDatabase(
        PostgreSqlRegistryOptions options, LockRow row, NpgsqlDataSource source, SemaphoreSlim connections, TimeProvider timeProvider, ILogger logger)
    {
        _options = options;
        _row = row;
        _source = source;
        _connections = connections;
        _timeProvider = timeProvider;
        _logger = logger;
    }

    public override Task<T> ReadAsync<T>(Func<Connection, Task<T>> read, CancellationToken cancellationToken) =>
        RetryAsync(token => UseAsync((_, connection) => read(connection), token), cancellationToken);

    public override Task<T> ReadSnapshotAsync<T>(Func<Connection, Task<T>> read, CancellationToken cancellationToken) => RetryAsync(
        token => UseAsync(
            async (npgsql, connection) =>
            {
                NpgsqlTransaction snapshot = await npgsql.BeginTransactionAsync(IsolationLevel.RepeatableRead, token).ConfigureAwait(false);
                await using (snapshot.ConfigureAwait(false))
                {
                    return await read(connection).ConfigureAwait(false);
                }
            },
            token),
        cancellationToken);

    public override async Task<T> WriteAsync<T>(Func<Connection, Task<T>> write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RetryAsync(token => UseAsync((npgsql, connection) => WriteOnceAsync(npgsql, connection, write, token), token), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _writer.Release();
        }
    }

    public override void ThrowIfReadOnly()
    {
    }

    public override void Dispose() => _disposed = true;

    /// <summary>Makes the tables or brings them up to date, before the first use; it is tried again while it fails.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isPrepared) { return; }
            NpgsqlConnection npgsql = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (npgsql.ConfigureAwait(false))
            {
                Connection connection = new(npgsql, PostgresDialect.Instance); // not disposed: the connection goes back to the pool once
                await Task.Run(() => PostgresSchema.Prepare(connection, _options.Schema), cancellationToken).ConfigureAwait(false);
            }

            _isPrepared = true;
            _logger.RegistryOpened(SchemaSteps.Version);
        }
        finally
        {
            _preparing.Release();
        }
    }

    /// <summary>Gives back the connection, rolled back, however the work ends.</summary>
    private async Task<T> UseAsync<T>(Func<NpgsqlConnection, Connection, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!_isPrepared) { await PrepareAsync(cancellationToken).ConfigureAwait(false); }
        await _connections.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            NpgsqlConnection npgsql = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            using Connection connection = new(npgsql, PostgresDialect.Instance) { Cancellation = cancellationToken };
            return await work(npgsql, connection).ConfigureAwait(false);
        }
        finally
        {
            _connections.Release();
        }
    }

    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        long began = _timeProvider.GetTimestamp();
        for (TimeSpan delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(PostgreSqlModelRegistry));
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await attempt(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (PostgresErrors.IsTransient(error) && _timeProvider.GetElapsedTime(began) + delay < _options.RetryTimeout)
            {
                _logger.DatabaseRetried((error as PostgresException)?.SqlState ?? error.GetType().Name, delay);
            }
            catch (Exception error) when (PostgresErrors.IsStorage(error))
            {
                throw PostgresErrors.Translate(error);
            }

            await Task.Delay(delay, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
