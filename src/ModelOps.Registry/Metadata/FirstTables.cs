namespace ModelOps.Registry.Metadata;

/// <summary>Schema step 1: models, versions, aliases and a first log of events.</summary>
internal static class FirstTables
{
    public static void Create(Connection connection)
    {
        Dialect d = connection.Dialect;
        connection.ExecuteNow(
            $"""
            CREATE TABLE models (
                id {d.Identity},
                name {d.Text} NOT NULL UNIQUE,
                last_number {d.Integer} NOT NULL,
                top_major {d.Integer} NOT NULL,
                top_minor {d.Integer} NOT NULL
            ) {d.TableEnd}
            """);
        connection.ExecuteNow(
            $"""
            CREATE TABLE versions (
                model_id {d.Integer} NOT NULL REFERENCES models (id),
                number {d.Integer} NOT NULL CHECK (number >= 1),
                version {d.Text} NOT NULL,
                format {d.Text} NOT NULL,
                digest {d.Text} NOT NULL,
                created_at {d.Text} NOT NULL,
                idempotency_key {d.Text},
                document {d.Text} NOT NULL,
                PRIMARY KEY (model_id, number),
                UNIQUE (model_id, version),
                UNIQUE (model_id, idempotency_key)
            ) {d.TableEnd}
            """);

        // A removed alias keeps its row, without a number, so that its revisions go on where they were.
        connection.ExecuteNow(
            $"""
            CREATE TABLE aliases (
                model_id {d.Integer} NOT NULL REFERENCES models (id),
                alias {d.Text} NOT NULL,
                number {d.Integer},
                revision {d.Integer} NOT NULL CHECK (revision >= 1),
                updated_at {d.Text} NOT NULL,
                PRIMARY KEY (model_id, alias),
                FOREIGN KEY (model_id, number) REFERENCES versions (model_id, number)
            ) {d.TableEnd}
            """);
        connection.ExecuteNow(
            $"""
            CREATE TABLE events (
                sequence {d.Identity},
                kind {d.Text} NOT NULL,
                model_id {d.Integer} NOT NULL,
                number {d.Integer} NOT NULL,
                at {d.Text} NOT NULL,
                alias {d.Text},
                previous_number {d.Integer},
                revision {d.Integer},
                reason {d.Text},
                actor {d.Text},
                evidence {d.Text} NOT NULL,
                FOREIGN KEY (model_id, number) REFERENCES versions (model_id, number)
            ) {d.TableEnd}
            """);
        foreach (string statement in d.Forbid("versions_never_change", "versions", "UPDATE", "versions never change")) { connection.ExecuteNow(statement); }
    }
}
