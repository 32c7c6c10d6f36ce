using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Tables;

/// <summary>Schema step 1 of tracking: experiments, runs and what is logged of them, logged models. Times are milliseconds since 1970.</summary>
internal static class TrackingTables
{
    public static void Create(Connection connection)
    {
        foreach (string statement in Statements(connection.Dialect)) { connection.ExecuteNow(statement); }
    }

    private static IEnumerable<string> Statements(Dialect d) => [.. Experiments(d), .. Runs(d), .. Metrics(d), .. Inputs(d), .. Models(d)];

    private static IEnumerable<string> Experiments(Dialect d) =>
    [
        // One row: the number that the newest experiment has. Numbers are never used again.
        $"CREATE TABLE experiment_numbers (last {d.Integer} NOT NULL) {d.TableEnd}",
        "INSERT INTO experiment_numbers (last) VALUES (0)",
        $"""
        CREATE TABLE experiments (
            id {d.Integer} NOT NULL PRIMARY KEY,
            name {d.Text} NOT NULL UNIQUE,
            artifact_location {d.Text} NOT NULL,
            stage {d.Integer} NOT NULL,
            created_at {d.Integer} NOT NULL,
            updated_at {d.Integer} NOT NULL
        ) {d.TableEnd}
        """,
        KeyValueTable(d, "experiment_tags", "experiment_id", d.Integer, "experiments"),
    ];

    private static IEnumerable<string> Runs(Dialect d) =>
    [
        // Stage 2 is deleted with its experiment, and restored with it.
        $"""
        CREATE TABLE runs (
            id {d.Text} NOT NULL PRIMARY KEY,
            experiment_id {d.Integer} NOT NULL REFERENCES experiments (id),
            name {d.Text} NOT NULL,
            user_id {d.Text} NOT NULL,
            status {d.Text} NOT NULL,
            start_time {d.Integer} NOT NULL,
            end_time {d.Integer},
            artifact_uri {d.Text} NOT NULL,
            stage {d.Integer} NOT NULL,
            idempotency_key {d.Text},
            UNIQUE (experiment_id, idempotency_key)
        ) {d.TableEnd}
        """,
        "CREATE INDEX runs_by_time ON runs (experiment_id, stage, start_time DESC, id)",
        KeyValueTable(d, "run_tags", "run_id", d.Text, "runs"),
        KeyValueTable(d, "run_params", "run_id", d.Text, "runs"),
    ];

    /// <summary>NaN, which SQLite cannot hold and engines order differently, is the value 0 with a mark.</summary>
    private static IEnumerable<string> Metrics(Dialect d) =>
    [
        $"""
        CREATE TABLE metrics (
            run_id {d.Text} NOT NULL REFERENCES runs (id),
            key {d.Text} NOT NULL,
            step {d.Integer} NOT NULL,
            timestamp {d.Integer} NOT NULL,
            value {d.Real} NOT NULL,
            is_nan {d.Integer} NOT NULL,
            model_id {d.Text},
            dataset_name {d.Text},
            dataset_digest {d.Text},
            PRIMARY KEY (run_id, key, step, timestamp, value, is_nan)
        ) {d.TableEnd}
        """,
        $"""
        CREATE TABLE latest_metrics (
            run_id {d.Text} NOT NULL REFERENCES runs (id),
            key {d.Text} NOT NULL,
            step {d.Integer} NOT NULL,
            timestamp {d.Integer} NOT NULL,
            value {d.Real} NOT NULL,
            is_nan {d.Integer} NOT NULL,
            model_id {d.Text},
            dataset_name {d.Text},
            dataset_digest {d.Text},
            PRIMARY KEY (run_id, key)
        ) {d.TableEnd}
        """,
    ];

    private static IEnumerable<string> Inputs(Dialect d) =>
    [
        $"""
        CREATE TABLE datasets (
            experiment_id {d.Integer} NOT NULL REFERENCES experiments (id),
            name {d.Text} NOT NULL,
            digest {d.Text} NOT NULL,
            source_type {d.Text} NOT NULL,
            source {d.Text} NOT NULL,
            schema_text {d.Text},
            profile {d.Text},
            PRIMARY KEY (experiment_id, name, digest)
        ) {d.TableEnd}
        """,
        $"""
        CREATE TABLE run_datasets (
            run_id {d.Text} NOT NULL REFERENCES runs (id),
            name {d.Text} NOT NULL,
            digest {d.Text} NOT NULL,
            PRIMARY KEY (run_id, name, digest)
        ) {d.TableEnd}
        """,
        $"""
        CREATE TABLE run_dataset_tags (
            run_id {d.Text} NOT NULL,
            name {d.Text} NOT NULL,
            digest {d.Text} NOT NULL,
            key {d.Text} NOT NULL,
            value {d.Text} NOT NULL,
            PRIMARY KEY (run_id, name, digest, key),
            FOREIGN KEY (run_id, name, digest) REFERENCES run_datasets (run_id, name, digest)
        ) {d.TableEnd}
        """,
        $"""
        CREATE TABLE run_models (
            run_id {d.Text} NOT NULL REFERENCES runs (id),
            is_output {d.Integer} NOT NULL,
            model_id {d.Text} NOT NULL,
            step {d.Integer} NOT NULL,
            position {d.Integer} NOT NULL,
            PRIMARY KEY (run_id, is_output, model_id)
        ) {d.TableEnd}
        """,
    ];

    private static IEnumerable<string> Models(Dialect d) =>
    [
        $"""
        CREATE TABLE logged_models (
            id {d.Text} NOT NULL PRIMARY KEY,
            experiment_id {d.Integer} NOT NULL REFERENCES experiments (id),
            name {d.Text} NOT NULL,
            model_type {d.Text} NOT NULL,
            source_run_id {d.Text},
            status {d.Text} NOT NULL,
            status_message {d.Text},
            artifact_uri {d.Text} NOT NULL,
            stage {d.Integer} NOT NULL,
            created_at {d.Integer} NOT NULL,
            updated_at {d.Integer} NOT NULL
        ) {d.TableEnd}
        """,
        "CREATE INDEX logged_models_by_time ON logged_models (experiment_id, stage, created_at DESC, id)",
        KeyValueTable(d, "logged_model_tags", "model_id", d.Text, "logged_models"),
        KeyValueTable(d, "logged_model_params", "model_id", d.Text, "logged_models"),

        // The latest point of each run and dataset; a point without a dataset has empty texts for it.
        $"""
        CREATE TABLE logged_model_metrics (
            model_id {d.Text} NOT NULL REFERENCES logged_models (id),
            key {d.Text} NOT NULL,
            run_id {d.Text} NOT NULL,
            dataset_name {d.Text} NOT NULL,
            dataset_digest {d.Text} NOT NULL,
            step {d.Integer} NOT NULL,
            timestamp {d.Integer} NOT NULL,
            value {d.Real} NOT NULL,
            is_nan {d.Integer} NOT NULL,
            PRIMARY KEY (model_id, key, run_id, dataset_name, dataset_digest)
        ) {d.TableEnd}
        """,
    ];

    private static string KeyValueTable(Dialect d, string table, string owner, string ownerType, string owners) =>
        $"""
        CREATE TABLE {table} (
            {owner} {ownerType} NOT NULL REFERENCES {owners} (id),
            key {d.Text} NOT NULL,
            value {d.Text} NOT NULL,
            PRIMARY KEY ({owner}, key)
        ) {d.TableEnd}
        """;
}
