using System.Net.Sockets;
using System.Text.Json;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Metadata;

/// <summary>Says what an error of PostgreSQL means for a caller of the registry. The server's text is not repeated: it may quote data.</summary>
internal static class PostgresErrors
{
    private const string Section = PostgreSqlRegistryOptions.SectionName;

    public static bool IsStorage(Exception error) => error is NpgsqlException or JsonException or SocketException or TimeoutException or IOException;

    /// <summary>Whether the same may work in a moment: the connection was lost, the server restarts or fails over, or another transaction was in the way.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        PostgresException e => e.SqlState is
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ReadOnlySqlTransaction or IdleTooLong
            || e.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    public static RegistryStorageException Translate(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => RegistryStorageException.Full(error),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } or JsonException => new RegistryStorageException(
            ModelOpsErrorKind.DataLoss, RegistryErrorCodes.Damaged, "The registry's tables are damaged. Nothing was changed: restore the database from a backup.", error),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => RegistryStorageException.Unavailable(
            $"another process kept it locked for longer than {Section}:{nameof(PostgreSqlRegistryOptions.LockTimeout)}. Try again, or raise that setting", error),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => Refused(
            "PostgreSQL refused the user. Check user and password in the connection string", error),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => Refused("PostgreSQL has no such database. Create it, or name one that exists in the connection string", error),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => Refused(
            $"the user may not do this. Give it the schema of {Section}:{nameof(PostgreSqlRegistryOptions.Schema)}, or for the first start the right to create it", error),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => RegistryStorageException.Unavailable(
            "PostgreSQL is read-only, as a standby is. Name the primary in the connection string, or 'Target Session Attributes=primary' with several hosts", error),
        PostgresException e => RegistryStorageException.Unavailable($"PostgreSQL refused a statement with SQLSTATE {e.SqlState}. See the server's log", error),
        _ => RegistryStorageException.Unavailable(
            $"PostgreSQL could not be reached, or broke off. Check that it runs, and {Section}:{nameof(PostgreSqlRegistryOptions.ConnectionString)}", error),
    };

    /// <summary>The one case in which it is not known whether a write happened.</summary>
    public static RegistryStorageException UnknownOutcome(Exception cause) => new(
        ModelOpsErrorKind.Unavailable,
        RegistryErrorCodes.Unavailable,
        "The connection to PostgreSQL broke off while a change was committed, and the server did not come back to say whether it was. "
        + "Look before you try again, or register with an idempotency key and move aliases from an expected revision, which are safe to repeat.",
        cause);

    private const string IdleTooLong = "25P03";

    private static RegistryStorageException Refused(string why, Exception cause) => new(
        ModelOpsErrorKind.FailedPrecondition, RegistryErrorCodes.Unavailable, $"The registry's storage is not available: {why}.", cause);
}
