namespace ModelOps.Jobs;

/// <summary>The tables, and the marks by which a queue's file is known.</summary>
internal static class JobSchema
{
    /// <summary>Raised with every change of the tables.</summary>
    public const long Version = 1;

    /// <summary>"MOPJ", in the header of the file.</summary>
    private const long ApplicationId = 0x4D4F504A;

    private static readonly string[] Statements =
    [
        // Payload and result stand last: SQLite reads a row from the front, and mostly they are not wanted. Times are milliseconds since 1970.
        """
        CREATE TABLE jobs (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            model TEXT NOT NULL,
            tenant TEXT NOT NULL,
            state INTEGER NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0,
            max_attempts INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER,
            expires_at INTEGER,
            cancel INTEGER NOT NULL DEFAULT 0,
            error_code TEXT,
            error_message TEXT,
            progress_done INTEGER,
            progress_total INTEGER,
            webhook TEXT,
            webhook_state INTEGER,
            webhook_attempts INTEGER NOT NULL DEFAULT 0,
            webhook_outcome TEXT,
            properties TEXT NOT NULL,
            webhook_due INTEGER,
            token INTEGER NOT NULL DEFAULT 0,
            lease_until INTEGER,
            worker TEXT,
            retention INTEGER NOT NULL,
            dead_retention INTEGER NOT NULL,
            idempotency_key TEXT,
            fingerprint TEXT NOT NULL,
            payload BLOB NOT NULL,
            result BLOB
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX jobs_ready ON jobs (due_at, id) WHERE state = 0",
        "CREATE INDEX jobs_running ON jobs (lease_until) WHERE state = 1",
        "CREATE INDEX jobs_of_tenant ON jobs (tenant, id)",
        "CREATE INDEX jobs_in_state ON jobs (state, id)",
        "CREATE UNIQUE INDEX jobs_of_key ON jobs (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL",
        "CREATE INDEX jobs_expired ON jobs (expires_at) WHERE expires_at IS NOT NULL",
        "CREATE INDEX jobs_to_tell ON jobs (webhook_due) WHERE webhook_due IS NOT NULL",

        // Counting rows would make a long queue slow, just when it must not be.
        "CREATE TABLE totals (state INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT",
        "INSERT INTO totals (state, n) VALUES (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0)",
        "CREATE TRIGGER jobs_added AFTER INSERT ON jobs BEGIN UPDATE totals SET n = n + 1 WHERE state = new.state; END",
        "CREATE TRIGGER jobs_removed AFTER DELETE ON jobs BEGIN UPDATE totals SET n = n - 1 WHERE state = old.state; END",
        """
        CREATE TRIGGER jobs_moved AFTER UPDATE OF state ON jobs WHEN old.state <> new.state BEGIN
            UPDATE totals SET n = n - 1 WHERE state = old.state;
            UPDATE totals SET n = n + 1 WHERE state = new.state;
        END
        """,
        $"PRAGMA application_id = {ApplicationId}",
        $"PRAGMA user_version = {Version}",
    ];

    /// <summary>Whether the file is new. Nothing is written.</summary>
    public static bool IsNew(JobConnection connection)
    {
        long application = connection.Scalar("PRAGMA application_id");
        long version = connection.Scalar("PRAGMA user_version");
        if (application == 0 && version == 0 && connection.Scalar("SELECT count(*) FROM sqlite_schema") == 0) { return true; }
        if (application != ApplicationId) { throw JobStoreErrors.Damaged("is a database of another program"); }
        if (version > Version) { throw JobStoreErrors.Damaged($"has schema version {version}, and this release reads up to {Version}: update ModelOps.Jobs"); }
        return false;
    }

    public static void Create(JobConnection connection)
    {
        foreach (string statement in Statements) { connection.Execute(statement); }
    }
}
