using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Wandb;

/// <summary>The calls that make one artifact.</summary>
internal sealed class WandbArtifacts(WandbApi api, string entity, string project, string collection, string run)
{
    private string What => $"artifact '{collection}'";

    /// <summary>Makes the artifact, or finds the one with the same content.</summary>
    /// <returns>Its id, its state, and the id of the newest one of the collection.</returns>
    public async Task<(string Id, string State, string? Latest)> CreateAsync(ModelVersion version, string digest, IReadOnlyList<string> aliases, CancellationToken cancellationToken)
    {
        JsonElement data = await api.AskAsync(
            What,
            WandbQueries.CreateArtifact,
            json =>
            {
                json.WriteString("entityName", entity);
                json.WriteString("projectName", project);
                json.WriteString("artifactTypeName", "model");
                json.WriteString("artifactCollectionName", collection);
                json.WriteString("runName", run);
                json.WriteString("digest", digest);
                if (version.Description.Length > 0) { json.WriteString("description", version.Description); }
                WriteAliases(json, aliases);
                json.WriteString("metadata", Metadata(version));
                json.WriteString("clientID", WandbNames.ClientId(entity, project, collection, digest));
                json.WriteString("sequenceClientID", WandbNames.ClientId(entity, project, collection));
            },
            cancellationToken).ConfigureAwait(false);
        JsonElement artifact = data.At("createArtifact", "artifact");
        return artifact.Text("id") is { } id && artifact.Text("state") is { } state
            ? (id, state, artifact.Text("artifactSequence", "latestArtifact", "id"))
            : throw WandbException.Unusable(What);
    }

    /// <summary>Makes the manifest; with a digest, asks where its content goes.</summary>
    public async Task<(string Id, WandbTarget Target)> CreateManifestAsync(string artifact, string? latest, string digest, CancellationToken cancellationToken)
    {
        JsonElement data = await api.AskAsync(
            What,
            WandbQueries.CreateManifest,
            json =>
            {
                json.WriteString("artifactID", artifact);
                if (latest is not null && latest != artifact) { json.WriteString("baseArtifactID", latest); }
                json.WriteString("name", "wandb_manifest.json");
                json.WriteString("digest", digest);
                json.WriteString("entityName", entity);
                json.WriteString("projectName", project);
                json.WriteString("runName", run);
                json.WriteString("manifestType", "FULL");
                json.WriteBoolean("includeUpload", digest.Length > 0);
            },
            cancellationToken).ConfigureAwait(false);
        JsonElement manifest = data.At("createArtifactManifest", "artifactManifest");
        return manifest.Text("id") is { } id ? (id, WandbTarget.Read(manifest.At("file"))) : throw WandbException.Unusable(What);
    }

    /// <summary>Asks where files go.</summary>
    /// <returns>One target for each file, in their order.</returns>
    public async Task<IReadOnlyList<WandbTarget>> CreateFilesAsync(string artifact, string manifest, IReadOnlyList<WandbFile> files, CancellationToken cancellationToken)
    {
        JsonElement data = await api.AskAsync(What, WandbQueries.CreateFiles, json => WriteFiles(json, artifact, manifest, files), cancellationToken).ConfigureAwait(false);
        JsonElement edges = data.At("createArtifactFiles", "files", "edges");
        return edges.ValueKind == JsonValueKind.Array && edges.GetArrayLength() == files.Count
            ? [.. edges.EnumerateArray().Select(static e => WandbTarget.Read(e.At("node")))]
            : throw WandbException.Unusable(What);
    }

    public Task CompleteAsync(string artifact, WandbTarget target, IEnumerable<string> tags, CancellationToken cancellationToken) => api.AskAsync(
        What,
        WandbQueries.CompleteParts,
        json =>
        {
            json.WriteString("completeMultipartAction", "Complete");
            json.WriteStartArray("completedParts");
            foreach ((int index, string tag) in tags.Index()) { WritePart(json, index + 1, tag); }
            json.WriteEndArray();
            json.WriteString("artifactID", target.Artifact ?? artifact);
            json.WriteString("storagePath", target.StoragePath);
            json.WriteString("uploadID", target.UploadId);
        },
        cancellationToken);

    public Task CommitAsync(string artifact, CancellationToken cancellationToken) =>
        api.AskAsync(What, WandbQueries.Commit, json => json.WriteString("artifactID", artifact), cancellationToken);

    public Task AddAliasesAsync(string artifact, IReadOnlyList<string> aliases, CancellationToken cancellationToken) => api.AskAsync(
        What,
        WandbQueries.AddAliases,
        json =>
        {
            json.WriteString("artifactID", artifact);
            WriteAliases(json, aliases);
        },
        cancellationToken);

    private static void WriteFiles(Utf8JsonWriter json, string artifact, string manifest, IReadOnlyList<WandbFile> files)
    {
        json.WriteString("storageLayout", "V2");
        json.WriteStartArray("artifactFiles");
        foreach (WandbFile file in files)
        {
            json.WriteStartObject();
            json.WriteString("artifactID", artifact);
            json.WriteString("artifactManifestID", manifest);
            json.WriteString("name", file.Path);
            json.WriteString("md5", file.Md5);
            if (file.Parts.Count > 0)
            {
                json.WriteStartArray("uploadPartsInput");
                foreach ((int index, string md5) in file.Parts.Index()) { WritePart(json, index + 1, md5); }
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // The same shape serves for asking, with MD5s, and for completing, with what the store answered.
    private static void WritePart(Utf8JsonWriter json, int number, string hash)
    {
        json.WriteStartObject();
        json.WriteNumber("partNumber", number);
        json.WriteString("hexMD5", hash);
        json.WriteEndObject();
    }

    private void WriteAliases(Utf8JsonWriter json, IReadOnlyList<string> aliases)
    {
        json.WriteStartArray("aliases");
        foreach (string alias in aliases)
        {
            json.WriteStartObject();
            json.WriteString("artifactCollectionName", collection);
            json.WriteString("alias", alias);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Metadata(ModelVersion version) => WandbJson.Text(json =>
    {
        json.WriteString("model", version.Model);
        json.WriteString("version", version.Version.ToString());
        json.WriteNumber("number", version.Number);
        json.WriteString("format", version.Format);
        json.WriteString("digest", version.Digest);
        if (version.RunId is { } run) { json.WriteString("run_id", run); }
        if (version.Source is { } source) { json.WriteString("source", source); }
        json.WriteStartObject("metrics");
        foreach ((string key, double value) in version.Metrics.Where(static m => double.IsFinite(m.Value)).OrderBy(static m => m.Key, StringComparer.Ordinal)) { json.WriteNumber(key, value); }
        json.WriteEndObject();
        json.WriteStartObject("parameters");
        foreach ((string key, string value) in version.Parameters.OrderBy(static p => p.Key, StringComparer.Ordinal)) { json.WriteString(key, value); }
        json.WriteEndObject();
        json.WriteStartObject("tags");
        foreach ((string key, string value) in version.Tags.OrderBy(static t => t.Key, StringComparer.Ordinal)) { json.WriteString(key, value); }
        json.WriteEndObject();
    });
}
