using System.Text.Json;
using ModelOps.Registry.Audit;

namespace ModelOps.Registry.Metadata;

/// <summary>Schema step 2: models and versions with what may change about them, deletion, the log as a chain, and what garbage collection
/// needs. What an older release wrote is carried over.</summary>
internal static class ModelsAndChain
{
    public static void Apply(Connection connection)
    {
        Dialect d = connection.Dialect;
        foreach (string statement in Tables(d)) { connection.ExecuteNow(statement); }
        CarryVersions(connection);
        CarryEvents(connection);
        connection.ExecuteNow("DROP TABLE events"); // the log takes its place
        foreach (string statement in (IEnumerable<string>)
            [
                .. d.Forbid("versions_never_go", "versions", "DELETE", "versions never go"),
                .. d.Forbid("log_never_changes", "log", "UPDATE", "the log is append-only"),
                .. d.Forbid("log_never_shrinks", "log", "DELETE", "the log is append-only"),
            ])
        {
            connection.ExecuteNow(statement);
        }
    }

    private static IEnumerable<string> Tables(Dialect d) =>
    [
        $"ALTER TABLE models ADD COLUMN description {d.Text} NOT NULL DEFAULT ''",
        $"ALTER TABLE models ADD COLUMN revision {d.Integer} NOT NULL DEFAULT 1",
        $"ALTER TABLE models ADD COLUMN created_at {d.Text} NOT NULL DEFAULT ''",
        $"ALTER TABLE models ADD COLUMN updated_at {d.Text} NOT NULL DEFAULT ''",
        $"ALTER TABLE models ADD COLUMN deleted_at {d.Text}",
        $"ALTER TABLE versions ADD COLUMN run_id {d.Text}",
        $"ALTER TABLE versions ADD COLUMN source {d.Text}",
        $"""
        CREATE TABLE model_tags (
            model_id {d.Integer} NOT NULL REFERENCES models (id), key {d.Text} NOT NULL, value {d.Text} NOT NULL, PRIMARY KEY (model_id, key)
        ) {d.TableEnd}
        """,
        $"""
        CREATE TABLE annotations (
            model_id {d.Integer} NOT NULL,
            number {d.Integer} NOT NULL,
            stage {d.Text} NOT NULL,
            description {d.Text} NOT NULL,
            revision {d.Integer} NOT NULL,
            updated_at {d.Text} NOT NULL,
            deleted_at {d.Text},
            PRIMARY KEY (model_id, number),
            FOREIGN KEY (model_id, number) REFERENCES versions (model_id, number)
        ) {d.TableEnd}
        """,
        $"""
        CREATE TABLE version_tags (
            model_id {d.Integer} NOT NULL, number {d.Integer} NOT NULL, key {d.Text} NOT NULL, value {d.Text} NOT NULL,
            PRIMARY KEY (model_id, number, key),
            FOREIGN KEY (model_id, number) REFERENCES versions (model_id, number)
        ) {d.TableEnd}
        """,
        $"""
        CREATE TABLE version_blobs (
            digest {d.Text} NOT NULL, model_id {d.Integer} NOT NULL, number {d.Integer} NOT NULL,
            PRIMARY KEY (digest, model_id, number),
            FOREIGN KEY (model_id, number) REFERENCES versions (model_id, number)
        ) {d.TableEnd}
        """,
        $"CREATE TABLE leases (lease {d.Text} NOT NULL, digest {d.Text} NOT NULL, expires_at {d.Text} NOT NULL, PRIMARY KEY (lease, digest)) {d.TableEnd}",
        $"CREATE TABLE tombstones (digest {d.Text} NOT NULL PRIMARY KEY, at {d.Text} NOT NULL) {d.TableEnd}",
        $"""
        CREATE TABLE log (
            sequence {d.Integer} NOT NULL PRIMARY KEY,
            kind {d.Text} NOT NULL,
            model_id {d.Integer} NOT NULL REFERENCES models (id),
            model {d.Text} NOT NULL,
            number {d.Integer} NOT NULL,
            at {d.Text} NOT NULL,
            alias {d.Text},
            previous_number {d.Integer},
            revision {d.Integer},
            reason {d.Text},
            actor {d.Text},
            evidence {d.Text} NOT NULL,
            changes {d.Text} NOT NULL,
            chain {d.Bytes} NOT NULL
        ) {d.TableEnd}
        """,
        "CREATE INDEX log_of_model ON log (model_id, alias, sequence)",
        "CREATE INDEX leases_of_digest ON leases (digest)",
        "CREATE INDEX aliases_of_version ON aliases (model_id, number)",
        "CREATE INDEX versions_by_digest ON versions (model_id, digest)",
    ];

    private static void CarryVersions(Connection connection)
    {
        connection.ExecuteNow(
            """
            UPDATE models SET
                created_at = coalesce((SELECT min(v.created_at) FROM versions v WHERE v.model_id = models.id), ''),
                updated_at = coalesce((SELECT max(v.created_at) FROM versions v WHERE v.model_id = models.id), '')
            """);
        foreach ((long model, long number, string at, VersionDocument document) in connection.QueryNow(
            "SELECT model_id, number, created_at, document FROM versions ORDER BY model_id, number",
            static r => (r.GetInt64(0), r.GetInt64(1), r.GetString(2), JsonSerializer.Deserialize(r.GetString(3), RegistryJson.Default.VersionDocument)!)))
        {
            connection.ExecuteNow(
                "INSERT INTO annotations (model_id, number, stage, description, revision, updated_at) VALUES ($1, $2, 'None', $3, 1, $4)",
                model, number, document.Description, at);
            foreach ((string key, string value) in document.Tags)
            {
                connection.ExecuteNow("INSERT INTO version_tags (model_id, number, key, value) VALUES ($1, $2, $3, $4)", model, number, key, value);
            }

            foreach (string digest in document.Files.Select(static f => f.Digest).Distinct(StringComparer.Ordinal))
            {
                connection.ExecuteNow("INSERT INTO version_blobs (digest, model_id, number) VALUES ($1, $2, $3)", digest, model, number);
            }
        }
    }

    private static void CarryEvents(Connection connection)
    {
        byte[] chain = LogChain.Start;
        foreach ((long model, RegistryEvent entry) in connection.QueryNow(
            """
            SELECT e.model_id, e.sequence, e.kind, m.name, e.number, e.at, e.alias, e.previous_number, e.revision, e.reason, e.actor, e.evidence, '{}', NULL
            FROM events e JOIN models m ON m.id = e.model_id ORDER BY e.sequence
            """,
            static r => (r.GetInt64(0), LogTable.Read(r, 1))))
        {
            chain = LogChain.Next(chain, entry);
            connection.ExecuteNow(LogTable.InsertSql, LogTable.Values(model, entry, chain));
        }
    }
}
