using System.Text.Json;

namespace ModelOps.Registry.Lineage;

/// <summary>Writes what OpenLineage calls facets: parts of an event, each with who made it and the schema it follows.</summary>
internal sealed class OpenLineageFacets(Utf8JsonWriter json, string producer)
{
    public void WriteRun(LineageEvent entry, string ownNamespace)
    {
        if (entry.Parent is { } parent)
        {
            Begin("parent", "1-2-0/ParentRunFacet.json#/$defs/ParentRunFacet");
            json.WriteStartObject("run");
            json.WriteString("runId", parent.RunId);
            json.WriteEndObject();
            json.WriteStartObject("job");
            json.WriteString("namespace", parent.Namespace ?? ownNamespace);
            json.WriteString("name", parent.Job);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (entry.Parameters.Count > 0)
        {
            Begin("executionParameters", "1-0-0/ExecutionParametersRunFacet.json#/$defs/ExecutionParametersRunFacet");
            WritePairs("parameters", entry.Parameters, source: null);
            json.WriteEndObject();
        }

        if (entry.Tags.Count > 0)
        {
            Begin("tags", "1-0-0/TagsRunFacet.json#/$defs/TagsRunFacet");
            WritePairs("tags", entry.Tags, source: "MODELOPS");
            json.WriteEndObject();
        }

        if (entry.Error is { } error)
        {
            Begin("errorMessage", "1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet");
            json.WriteString("message", error);
            json.WriteString("programmingLanguage", "DOTNET");
            json.WriteEndObject();
        }
    }

    public void WriteJob(LineageEvent entry)
    {
        Begin("jobType", "2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet");
        json.WriteString("processingType", "BATCH");
        json.WriteString("integration", "MODELOPS");
        if (entry.JobType is { } type) { json.WriteString("jobType", type); }
        json.WriteEndObject();
        if (entry.Code is { } code && Uri.TryCreate(code.Repository, UriKind.Absolute, out _))
        {
            Begin("sourceCodeLocation", "1-1-0/SourceCodeLocationJobFacet.json#/$defs/SourceCodeLocationJobFacet");
            json.WriteString("type", "git");
            json.WriteString("url", code.Repository);
            json.WriteString("repoUrl", code.Repository);
            if (code.Path is { } path) { json.WriteString("path", path); }
            if (code.Commit is { } commit) { json.WriteString("version", commit); }
            json.WriteEndObject();
        }
    }

    public void WriteDataset(LineageDataset dataset)
    {
        if (dataset.Version is { } version) { WriteText("version", "1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet", "datasetVersion", version); }
        if (dataset.Description is { Length: > 0 } description) { WriteText("documentation", "1-1-0/DocumentationDatasetFacet.json#/$defs/DocumentationDatasetFacet", "description", description); }
        if (dataset.Source is { IsAbsoluteUri: true } source)
        {
            Begin("dataSource", "1-0-1/DatasourceDatasetFacet.json#/$defs/DatasourceDatasetFacet");
            json.WriteString("name", dataset.Namespace ?? dataset.Name);
            json.WriteString("uri", source.OriginalString);
            json.WriteEndObject();
        }

        if (dataset.Columns.Count > 0)
        {
            Begin("schema", "1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet");
            json.WriteStartArray("fields");
            foreach ((int i, KeyValuePair<string, string> column) in dataset.Columns.Index())
            {
                json.WriteStartObject();
                json.WriteString("name", column.Key);
                if (column.Value.Length > 0) { json.WriteString("type", column.Value); }
                json.WriteNumber("ordinal_position", i + 1);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (dataset.Lifecycle is { } change)
        {
            WriteText("lifecycleStateChange", "1-0-1/LifecycleStateChangeDatasetFacet.json#/$defs/LifecycleStateChangeDatasetFacet", "lifecycleStateChange", change.ToString().ToUpperInvariant());
        }

        if (dataset.ModelVersion.Count > 0)
        {
            BeginAt("modelops_modelVersion", "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetFacet"); // our own: it has no schema beyond the base
            foreach ((string key, string value) in dataset.ModelVersion.OrderBy(static p => p.Key, StringComparer.Ordinal)) { json.WriteString(key, value); }
            json.WriteEndObject();
        }
    }

    public void WriteInput(LineageDataset dataset) => WriteStatistics("inputStatistics", "1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet", dataset);

    public void WriteOutput(LineageDataset dataset) => WriteStatistics("outputStatistics", "1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet", dataset);

    private void WriteStatistics(string name, string schema, LineageDataset dataset)
    {
        if (dataset.Rows is null && dataset.Bytes is null && dataset.Files is null) { return; }
        Begin(name, schema);
        if (dataset.Rows is { } rows) { json.WriteNumber("rowCount", rows); }
        if (dataset.Bytes is { } bytes) { json.WriteNumber("size", bytes); }
        if (dataset.Files is { } files) { json.WriteNumber("fileCount", files); }
        json.WriteEndObject();
    }

    private void WritePairs(string name, IReadOnlyDictionary<string, string> pairs, string? source)
    {
        json.WriteStartArray(name);
        foreach ((string key, string value) in pairs.OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteString("value", value);
            if (source is not null) { json.WriteString("source", source); }
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteText(string name, string schema, string field, string value)
    {
        Begin(name, schema);
        json.WriteString(field, value);
        json.WriteEndObject();
    }

    private void Begin(string name, string schema) => BeginAt(name, "https://openlineage.io/spec/facets/" + schema);

    private void BeginAt(string name, string schema)
    {
        json.WriteStartObject(name);
        json.WriteString("_producer", producer);
        json.WriteString("_schemaURL", schema);
    }
}
