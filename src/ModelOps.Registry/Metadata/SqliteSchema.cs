using System.Globalization;

namespace ModelOps.Registry.Metadata;

/// <summary>The marks by which a metadata file is known, and its way to the tables of this release.</summary>
internal static class SqliteSchema
{
    /// <summary>Checks a file, makes it if it is new, and brings its tables up to date.</summary>
    /// <param name="connection">Connection to the file.</param>
    /// <param name="file">Its kind.</param>
    /// <param name="lost">What is wrong with a new file; null when a file may be new.</param>
    /// <exception cref="RegistryStorageException">It is another program's, a newer release's, or damaged; nothing was written then.</exception>
    public static void Prepare(Connection connection, SqliteFile file, string? lost)
    {
        long version = InTransaction(connection, "BEGIN", c => ReadVersion(c, file)); // one state: another process may be making the file right now
        if (version == 0 && lost is not null) { throw RegistryStorageException.Damaged(lost, file: file.Name); }
        if (version > 0) { CheckPages(connection, file); }
        connection.ExecuteNow("PRAGMA journal_mode = WAL");
        if (version < file.Version) { InTransaction(connection, "BEGIN IMMEDIATE", c => Upgrade(c, file)); }
    }

    /// <summary>Checks a file that is not to be written.</summary>
    /// <param name="connection">Connection to the file.</param>
    /// <param name="file">Its kind.</param>
    /// <exception cref="RegistryStorageException">It is another program's, of another release, or damaged.</exception>
    public static void Check(Connection connection, SqliteFile file)
    {
        long version = ReadVersion(connection, file);
        if (version == 0) { throw RegistryStorageException.Damaged("is empty", file: file.Name); }
        if (version < file.Version) { throw RegistryStorageException.OlderSchema(version, file.Version); }
        CheckPages(connection, file);
    }

    private static long ReadVersion(Connection connection, SqliteFile file)
    {
        long application = Number(connection, "PRAGMA application_id");
        long version = Number(connection, "PRAGMA user_version");
        if (application == 0 && version == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0) { return 0; }
        if (application != file.ApplicationId || version < 1) { throw RegistryStorageException.Damaged("is a database of another program", file: file.Name); }
        if (version > file.Version) { throw RegistryStorageException.NewerSchema(version, file.Version); }
        return version;
    }

    private static bool Upgrade(Connection connection, SqliteFile file)
    {
        long version = ReadVersion(connection, file); // another process may have been first
        foreach (Action<Connection> step in file.Steps.Skip((int)version)) { step(connection); }
        connection.ExecuteNow(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {file.ApplicationId}"));
        connection.ExecuteNow(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {file.Version}"));
        return true;
    }

    private static T InTransaction<T>(Connection connection, string begin, Func<Connection, T> work)
    {
        connection.ExecuteNow(begin);
        T result = work(connection);
        connection.ExecuteNow("COMMIT");
        return result;
    }

    private static void CheckPages(Connection connection, SqliteFile file)
    {
        if (connection.QueryNow("PRAGMA quick_check(1)", static r => r.GetString(0)) is not ["ok"]) { throw RegistryStorageException.Damaged("is damaged", file: file.Name); }
    }

    private static long Number(Connection connection, string sql) => connection.QueryNow(sql, static r => r.GetInt64(0))[0];
}
