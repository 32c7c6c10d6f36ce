using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tracking.Tables;

/// <summary>Datasets of an experiment, and which runs read them.</summary>
internal static class RunDatasets
{
    private const string Select =
        """
        SELECT i.run_id, d.name, d.digest, d.source_type, d.source, d.schema_text, d.profile
        FROM run_datasets i JOIN runs r ON r.id = i.run_id
        JOIN datasets d ON d.experiment_id = r.experiment_id AND d.name = i.name AND d.digest = i.digest WHERE i.run_id IN
        """;

    private const string SelectTags = "SELECT run_id, name, digest, key, value FROM run_dataset_tags WHERE run_id IN ";

    public static async Task AddAsync(Connection connection, string runId, long experimentId, DatasetInput input)
    {
        Dataset dataset = input.Dataset;
        await connection.ExecuteAsync(
            """
            INSERT INTO datasets (experiment_id, name, digest, source_type, source, schema_text, profile) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO NOTHING
            """,
            experimentId, dataset.Name, dataset.Digest, dataset.SourceType, dataset.Source, dataset.Schema, dataset.Profile).ConfigureAwait(false);
        await connection.ExecuteAsync(
            "INSERT INTO run_datasets (run_id, name, digest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", runId, dataset.Name, dataset.Digest).ConfigureAwait(false);
        foreach ((string key, string value) in input.Tags)
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO run_dataset_tags (run_id, name, digest, key, value) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (run_id, name, digest, key) DO UPDATE SET value = excluded.value
                """,
                runId, dataset.Name, dataset.Digest, key, value).ConfigureAwait(false);
        }
    }

    public static async Task<Func<string, IReadOnlyList<DatasetInput>>> ReadAsync(Connection connection, IReadOnlyList<string> runIds)
    {
        Dictionary<string, List<Dataset>> datasets = await ManyOwners.ReadAsync(
            connection, Select + " ", "ORDER BY 1, 2, 3", runIds, static r => new Dataset
            {
                Name = r.GetString(1),
                Digest = r.GetString(2),
                SourceType = r.GetString(3),
                Source = r.GetString(4),
                Schema = r.IsDBNull(5) ? null : r.GetString(5),
                Profile = r.IsDBNull(6) ? null : r.GetString(6),
            }).ConfigureAwait(false);
        if (datasets.Count == 0) { return static _ => []; }
        Dictionary<string, List<(string Name, string Digest, string Key, string Value)>> tags = await ManyOwners.ReadAsync(
            connection, SelectTags, "ORDER BY 1, 2, 3, 4", [.. datasets.Keys], static r => (r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4))).ConfigureAwait(false);
        return id => datasets.TryGetValue(id, out List<Dataset>? rows)
            ? [.. rows.Select(d => new DatasetInput(d)
            {
                Tags = (tags.GetValueOrDefault(id) ?? []).Where(t => t.Name == d.Name && t.Digest == d.Digest).ToDictionary(static t => t.Key, static t => t.Value, StringComparer.Ordinal),
            })]
            : [];
    }

    public static Task<List<DatasetSummary>> SummarizeAsync(Connection connection, long experimentId, long limit) => connection.QueryAsync(
        """
        SELECT DISTINCT r.experiment_id, i.name, i.digest, t.value
        FROM run_datasets i JOIN runs r ON r.id = i.run_id
        LEFT JOIN run_dataset_tags t ON t.run_id = i.run_id AND t.name = i.name AND t.digest = i.digest AND t.key = $2
        WHERE r.experiment_id = $1 AND r.stage = 0 ORDER BY 2, 3, 4 LIMIT $3
        """,
        static r => new DatasetSummary(Experiments.Format(r.GetInt64(0)), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3)),
        experimentId, DatasetInput.ContextTag, limit);
}
