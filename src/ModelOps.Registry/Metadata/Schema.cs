namespace ModelOps.Registry.Metadata;

/// <summary>The tables, and the marks by which a metadata file is known.</summary>
internal static class Schema
{
    /// <summary>Raised with every change of the tables.</summary>
    public const long Version = 1;

    /// <summary>"MOPR", in the header of the file.</summary>
    private const long ApplicationId = 0x4D4F5052;

    /// <summary>Whether the file is new. Nothing is written.</summary>
    /// <exception cref="RegistryStorageException">It is another program's, a newer release's, or damaged.</exception>
    public static bool IsNew(Connection connection)
    {
        long application = connection.Scalar("PRAGMA application_id");
        long version = connection.Scalar("PRAGMA user_version");
        if (application == 0 && version == 0 && connection.Scalar("SELECT count(*) FROM sqlite_schema") == 0) { return true; }
        if (application != ApplicationId) { throw RegistryStorageException.Damaged("is a database of another program"); }
        if (version > Version) { throw RegistryStorageException.NewerSchema(version, Version); }
        return false;
    }

    public static void Create(Connection connection)
    {
        foreach (string statement in Statements) { connection.Execute(statement); }
    }

    private static readonly string[] Statements =
    [
        """
        CREATE TABLE models (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            last_number INTEGER NOT NULL,
            top_major INTEGER NOT NULL,
            top_minor INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE versions (
            model_id INTEGER NOT NULL REFERENCES models (id),
            number INTEGER NOT NULL CHECK (number >= 1),
            version TEXT NOT NULL,
            format TEXT NOT NULL,
            digest TEXT NOT NULL,
            created_at TEXT NOT NULL,
            idempotency_key TEXT,
            document TEXT NOT NULL,
            PRIMARY KEY (model_id, number),
            UNIQUE (model_id, version),
            UNIQUE (model_id, idempotency_key)
        ) STRICT
        """,

        // A removed alias keeps its row, without a number, so that its revisions go on where they were.
        """
        CREATE TABLE aliases (
            model_id INTEGER NOT NULL REFERENCES models (id),
            alias TEXT NOT NULL,
            number INTEGER,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            updated_at TEXT NOT NULL,
            PRIMARY KEY (model_id, alias),
            FOREIGN KEY (model_id, number) REFERENCES versions (model_id, number)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            model_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            at TEXT NOT NULL,
            alias TEXT,
            previous_number INTEGER,
            revision INTEGER,
            reason TEXT,
            actor TEXT,
            evidence TEXT NOT NULL,
            FOREIGN KEY (model_id, number) REFERENCES versions (model_id, number)
        ) STRICT
        """,
        "CREATE TRIGGER versions_never_change BEFORE UPDATE ON versions BEGIN SELECT RAISE(ABORT, 'versions never change'); END",
        "CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
        "CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
        $"PRAGMA application_id = {ApplicationId}",
        $"PRAGMA user_version = {Version}",
    ];
}
