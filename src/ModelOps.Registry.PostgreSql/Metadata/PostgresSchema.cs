using System.Globalization;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.PostgreSql.Metadata;

/// <summary>The schema by which a registry is known, and its way to the tables of this release. One host at a time changes it.</summary>
internal static class PostgresSchema
{
    private const long OldestServer = 140_000; // triggers that are replaced
    private const string Mark = "modelops_registry";

    /// <summary>What tells listeners that the log has grown.</summary>
    public static string ChannelOf(string schema) => $"modelops_{schema}";

    /// <summary>Checks the schema, makes it if it is not there, and brings its tables up to date.</summary>
    /// <exception cref="RegistryStorageException">It is another program's or a newer release's, or the server is not fit; nothing was written then.</exception>
    public static void Prepare(Connection connection, string schema)
    {
        connection.ExecuteNow("BEGIN");
        connection.ExecuteNow("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", $"{Mark}.{schema}");
        CheckServer(connection);
        long version = ReadVersion(connection, schema);
        if (version < SchemaSteps.Version) { Upgrade(connection, schema, version); }
        connection.ExecuteNow("COMMIT");
    }

    private static void CheckServer(Connection connection)
    {
        (string encoding, string release) = connection.QueryNow(
            "SELECT current_setting('server_encoding'), current_setting('server_version_num')", static r => (r.GetString(0), r.GetString(1)))[0];
        if (encoding != "UTF8") { throw Unfit($"the database has the encoding {encoding}. Create one with the encoding UTF8"); }
        if (long.Parse(release, CultureInfo.InvariantCulture) < OldestServer) { throw Unfit("the server is older than PostgreSQL 14. Update it"); }
    }

    private static long ReadVersion(Connection connection, string schema)
    {
        if (Count(connection, "SELECT count(*) FROM pg_namespace WHERE nspname = $1", schema) == 0) { return -1; }
        if (Count(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = $1", schema) == 0) { return 0; }
        if (Count(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = $1 AND tablename = $2", schema, Mark) == 0)
        {
            throw Unfit($"the schema '{schema}' has tables of another program. Name another in {PostgreSqlRegistryOptions.SectionName}:{nameof(PostgreSqlRegistryOptions.Schema)}");
        }

        long version = Count(connection, $"SELECT min(version) FROM {Mark}");
        return version > SchemaSteps.Version ? throw RegistryStorageException.NewerSchema(version, SchemaSteps.Version) : version;
    }

    private static void Upgrade(Connection connection, string schema, long version)
    {
        if (version < 0) { connection.ExecuteNow($"CREATE SCHEMA {schema}"); } // a plain name, by the options' validator
        if (version <= 0)
        {
            connection.ExecuteNow($"CREATE TABLE {Mark} (id integer PRIMARY KEY, version bigint NOT NULL)");
            connection.ExecuteNow($"INSERT INTO {Mark} (id, version) VALUES ({(int)LockRow.Registry}, 0), ({(int)LockRow.Tracking}, 0)");
        }

        WriteTokens.Create(connection);
        foreach (Action<Connection> step in SchemaSteps.All.Skip((int)Math.Max(version, 0))) { step(connection); }
        connection.ExecuteNow($"UPDATE {Mark} SET version = $1", SchemaSteps.Version);
        connection.ExecuteNow(
            $"CREATE OR REPLACE FUNCTION log_news() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_notify(''{ChannelOf(schema)}'', ''''); RETURN NULL; END'");
        connection.ExecuteNow("CREATE OR REPLACE TRIGGER log_news AFTER INSERT ON log FOR EACH STATEMENT EXECUTE FUNCTION log_news()");
    }

    private static long Count(Connection connection, string sql, params ReadOnlySpan<object?> parameters) =>
        connection.QueryNow(sql, static r => r.GetInt64(0), parameters)[0];

    private static RegistryStorageException Unfit(string why) => new(
        ModelOpsErrorKind.FailedPrecondition, RegistryErrorCodes.Unavailable, $"PostgreSQL cannot hold the registry: {why}. Nothing was changed.");
}
