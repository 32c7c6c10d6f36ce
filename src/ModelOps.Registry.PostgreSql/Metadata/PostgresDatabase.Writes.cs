using System.Data;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.PostgreSql.Diagnostics;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Metadata;

internal sealed partial class PostgresDatabase
{
    /// <summary>Locks its row, notes which transaction this is, runs the work, commits, and finds out what became of a commit whose answer was lost.</summary>
    private async Task<T> WriteOnceAsync<T>(NpgsqlConnection npgsql, Connection connection, Func<Connection, Task<T>> write, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await npgsql.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            (long version, string id) = await connection.QueryOneAsync(
                "SELECT version, CAST(pg_current_xact_id() AS text) FROM modelops_registry WHERE id = $1 FOR UPDATE",
                static r => (r.GetInt64(0), r.GetString(1)),
                (int)_row).ConfigureAwait(false);
            if (version != SchemaSteps.Version) { throw RegistryStorageException.NewerSchema(version, SchemaSteps.Version); } // a newer host has changed the tables meanwhile
            T result = await write(connection).ConfigureAwait(false);
            try
            {
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return result;
            }
            catch (Exception error) when (PostgresErrors.IsTransient(error))
            {
                if (await HasCommittedAsync(id, error).ConfigureAwait(false)) { return result; }
                throw; // rolled back, so it may be tried again
            }
        }
    }

    /// <summary>Asks the server, once it is back, whether a transaction was committed: a write whose answer was lost must neither be lost nor happen twice.</summary>
    private async Task<bool> HasCommittedAsync(string transactionId, Exception cause)
    {
        long began = _timeProvider.GetTimestamp();
        while (_timeProvider.GetElapsedTime(began) < _options.RetryTimeout)
        {
            try
            {
                string? status = await ReadStatusAsync(transactionId).ConfigureAwait(false);
                if (status is "committed" or "aborted")
                {
                    _logger.CommitSettled(status);
                    return status == "committed";
                }
            }
            catch (Exception error) when (PostgresErrors.IsTransient(error))
            {
                // Still away.
            }

            await Task.Delay(FirstDelay, _timeProvider, CancellationToken.None).ConfigureAwait(false);
        }

        throw PostgresErrors.UnknownOutcome(cause);
    }

    private async Task<string?> ReadStatusAsync(string transactionId)
    {
        NpgsqlConnection npgsql = await _source.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
        await using (npgsql.ConfigureAwait(false))
        {
            NpgsqlCommand command = new("SELECT pg_xact_status(CAST($1 AS xid8))", npgsql) { Parameters = { new NpgsqlParameter { Value = transactionId, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Unknown } } };
            await using (command.ConfigureAwait(false))
            {
                return await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) as string;
            }
        }
    }
}
