using System.Data;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.PostgreSql.Diagnostics;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Metadata;

internal sealed partial class PostgresDatabase
{
    /// <summary>Locks its row, leaves a token, runs the work, commits, and finds out what became of a commit whose answer was lost.</summary>
    private async Task<T> WriteOnceAsync<T>(NpgsqlConnection npgsql, Connection connection, Func<Connection, Task<T>> write, CancellationToken cancellationToken)
    {
        string token = Guid.NewGuid().ToString("N");
        NpgsqlTransaction transaction = await npgsql.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            long version = await connection.QueryOneAsync(WriteTokens.LockAndLeave, static r => r.GetInt64(0), (int)_row, token).ConfigureAwait(false);
            if (version != SchemaSteps.Version) { throw RegistryStorageException.NewerSchema(version, SchemaSteps.Version); } // a newer host has changed the tables meanwhile
            T result = await write(connection).ConfigureAwait(false);
            try
            {
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return result;
            }
            catch (Exception error) when (PostgresErrors.IsTransient(error))
            {
                if (await HasCommittedAsync(token, error).ConfigureAwait(false)) { return result; }
                throw; // rolled back, so it may be tried again
            }
        }
    }

    /// <summary>Asks the server, once it is back, whether a transaction was committed: a write whose answer was lost must neither be lost nor happen twice.</summary>
    private async Task<bool> HasCommittedAsync(string token, Exception cause)
    {
        long began = _timeProvider.GetTimestamp();
        while (_timeProvider.GetElapsedTime(began) < _options.RetryTimeout)
        {
            try
            {
                bool committed = await IsLeftAsync(token).ConfigureAwait(false);
                _logger.CommitSettled(committed ? "committed" : "aborted");
                return committed;
            }
            catch (Exception error) when (PostgresErrors.IsTransient(error) || error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
            {
                // Still away, or still at it.
            }

            await Task.Delay(FirstDelay, _timeProvider, CancellationToken.None).ConfigureAwait(false);
        }

        throw PostgresErrors.UnknownOutcome(cause);
    }

    /// <summary>Looks for the token behind the lock that the transaction held, so that its end, whichever it was, is seen.</summary>
    private async Task<bool> IsLeftAsync(string token)
    {
        NpgsqlConnection npgsql = await _source.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
        using Connection connection = new(npgsql, PostgresDialect.Instance);
        NpgsqlTransaction transaction = await npgsql.BeginTransactionAsync(IsolationLevel.ReadCommitted, CancellationToken.None).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            _ = await connection.QueryOneAsync(WriteTokens.Lock, static r => r.GetInt64(0), (int)_row).ConfigureAwait(false);
            return await connection.QueryOneAsync(WriteTokens.Find, static r => r.GetBoolean(0), token).ConfigureAwait(false);
        }
    }
}
