using System.Globalization;

namespace ModelOps.Registry.Metadata;

/// <summary>The marks by which a metadata file is known, and its way to the tables of this release.</summary>
internal static class SqliteSchema
{
    /// <summary>"MOPR", in the header of the file.</summary>
    private const long ApplicationId = 0x4D4F5052;

    /// <summary>Checks a file, makes it if it is new, and brings its tables up to date.</summary>
    /// <param name="connection">Connection to the file.</param>
    /// <param name="lost">What is wrong with a new file; null when a file may be new.</param>
    /// <exception cref="RegistryStorageException">It is another program's, a newer release's, or damaged; nothing was written then.</exception>
    public static void Prepare(Connection connection, string? lost)
    {
        long version = InTransaction(connection, "BEGIN", ReadVersion); // one state: another process may be making the file right now
        if (version == 0 && lost is not null) { throw RegistryStorageException.Damaged(lost); }
        if (version > 0) { CheckPages(connection); }
        connection.ExecuteNow("PRAGMA journal_mode = WAL");
        if (version < SchemaSteps.Version) { InTransaction(connection, "BEGIN IMMEDIATE", Upgrade); }
    }

    /// <summary>Checks a file that is not to be written.</summary>
    /// <exception cref="RegistryStorageException">It is another program's, of another release, or damaged.</exception>
    public static void Check(Connection connection)
    {
        long version = ReadVersion(connection);
        if (version == 0) { throw RegistryStorageException.Damaged("is empty"); }
        if (version < SchemaSteps.Version) { throw RegistryStorageException.OlderSchema(version, SchemaSteps.Version); }
        CheckPages(connection);
    }

    private static long ReadVersion(Connection connection)
    {
        long application = Number(connection, "PRAGMA application_id");
        long version = Number(connection, "PRAGMA user_version");
        if (application == 0 && version == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0) { return 0; }
        if (application != ApplicationId || version < 1) { throw RegistryStorageException.Damaged("is a database of another program"); }
        if (version > SchemaSteps.Version) { throw RegistryStorageException.NewerSchema(version, SchemaSteps.Version); }
        return version;
    }

    private static bool Upgrade(Connection connection)
    {
        long version = ReadVersion(connection); // another process may have been first
        foreach (Action<Connection> step in SchemaSteps.All.Skip((int)version)) { step(connection); }
        connection.ExecuteNow(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        connection.ExecuteNow(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {SchemaSteps.Version}"));
        return true;
    }

    private static T InTransaction<T>(Connection connection, string begin, Func<Connection, T> work)
    {
        connection.ExecuteNow(begin);
        T result = work(connection);
        connection.ExecuteNow("COMMIT");
        return result;
    }

    private static void CheckPages(Connection connection)
    {
        if (connection.QueryNow("PRAGMA quick_check(1)", static r => r.GetString(0)) is not ["ok"]) { throw RegistryStorageException.Damaged("is damaged"); }
    }

    private static long Number(Connection connection, string sql) => connection.QueryNow(sql, static r => r.GetInt64(0))[0];
}
