using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelOps.Registry.Tests.Wandb;

// Artifacts: created, described by a manifest, committed.
internal sealed partial class FakeWandb
{
    public List<FakeWandbArtifact> Artifacts { get; } = [];

    private JsonNode? CreateArtifact(JsonElement variables)
    {
        string collection = Text(variables, "artifactCollectionName")!;
        string digest = Text(variables, "digest")!;
        string client = Text(variables, "clientID")!;
        if (!Runs.TryGetValue(Text(variables, "runName")!, out FakeWandbRun? run) || run.Entity != Text(variables, "entityName") || run.Project != Text(variables, "projectName")) { return null; }
        if (client.Length != 128 || Text(variables, "sequenceClientID")!.Length != 128 || digest.Length != 32) { return null; }
        FakeWandbArtifact? latest = Artifacts.Where(a => a.Collection == collection && a.State == "COMMITTED").MaxBy(static a => a.Number);
        FakeWandbArtifact? artifact = Artifacts.Find(a => a.Collection == collection && (a.Digest == digest || a.ClientId == client));
        if (artifact is null)
        {
            artifact = new FakeWandbArtifact
            {
                Id = "artifact-" + (Artifacts.Count + 1).ToString(CultureInfo.InvariantCulture),
                Collection = collection,
                Digest = digest,
                ClientId = client,
                Run = Text(variables, "runName")!,
                Metadata = Text(variables, "metadata")!,
            };
            Artifacts.Add(artifact);
        }

        if (artifact.State != "COMMITTED") { Move(artifact, variables); }
        return new JsonObject
        {
            ["createArtifact"] = new JsonObject
            {
                ["artifact"] = new JsonObject
                {
                    ["id"] = artifact.Id,
                    ["state"] = artifact.State,
                    ["artifactSequence"] = new JsonObject { ["latestArtifact"] = latest is null ? null : new JsonObject { ["id"] = latest.Id } },
                },
            },
        };
    }

    private JsonNode? CreateManifest(JsonElement variables)
    {
        FakeWandbArtifact artifact = Find(variables);
        if (Text(variables, "name") != "wandb_manifest.json" || Text(variables, "manifestType") != "FULL" || artifact.Run != Text(variables, "runName")) { return null; }
        if (Text(variables, "baseArtifactID") is { } before && !Artifacts.Exists(a => a.Id == before && a.State == "COMMITTED")) { return null; }
        JsonObject file = new() { ["id"] = "file" };
        if (variables.GetProperty("includeUpload").GetBoolean())
        {
            artifact.ManifestMd5 = Text(variables, "digest")!;
            (file["uploadUrl"], file["uploadHeaders"]) = Sign($"{artifact.Id}/manifest", artifact.ManifestMd5);
        }

        return new JsonObject { ["createArtifactManifest"] = new JsonObject { ["artifactManifest"] = new JsonObject { ["id"] = "manifest-of-" + artifact.Id, ["file"] = file } } };
    }

    private JsonNode? Commit(JsonElement variables)
    {
        FakeWandbArtifact artifact = Find(variables);
        if (artifact.Manifest is null || Md5(artifact.Manifest) != artifact.ManifestMd5) { return null; }
        using JsonDocument manifest = JsonDocument.Parse(artifact.Manifest);
        JsonElement root = manifest.RootElement;
        if (root.GetProperty("version").GetInt32() != 1 || Text(root, "storagePolicy") != "wandb-storage-policy-v1" || Text(root.GetProperty("storagePolicyConfig"), "storageLayout") != "V2") { return null; }
        SortedDictionary<string, string> digests = new(Comparer<string>.Create(static (a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))));
        foreach (JsonProperty file in root.GetProperty("contents").EnumerateObject())
        {
            string md5 = Text(file.Value, "digest")!;
            if (artifact.Files.GetValueOrDefault(file.Name) != md5 || !Objects.TryGetValue(md5, out byte[]? content) || content.Length != file.Value.GetProperty("size").GetInt64()) { return null; }
            if (!Artifacts.Exists(a => a.Id == Text(file.Value, "birthArtifactID") && a.Files.ContainsValue(md5))) { return null; }
            digests[file.Name] = md5;
        }

        string all = "wandb-artifact-manifest-v1\n" + string.Concat(digests.Select(static d => $"{d.Key}:{d.Value}\n"));
        if (digests.Count != artifact.Files.Count || Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(all))) != artifact.Digest) { return null; }
        if (artifact.State != "COMMITTED")
        {
            artifact.Number = Artifacts.Count(a => a.Collection == artifact.Collection && a.State == "COMMITTED");
            artifact.State = "COMMITTED";
            Move(artifact, "latest");
        }

        return new JsonObject { ["commitArtifact"] = new JsonObject { ["artifact"] = new JsonObject { ["id"] = artifact.Id, ["digest"] = artifact.Digest } } };
    }

    private JsonNode AddAliases(JsonElement variables)
    {
        Move(Find(variables), variables);
        return new JsonObject { ["addAliases"] = new JsonObject { ["success"] = true } };
    }

    private void Move(FakeWandbArtifact artifact, JsonElement variables)
    {
        foreach (JsonElement alias in variables.GetProperty("aliases").EnumerateArray())
        {
            if (Text(alias, "artifactCollectionName") != artifact.Collection) { Faults.Enqueue("an alias of another collection"); }
            Move(artifact, Text(alias, "alias")!);
        }
    }

    private void Move(FakeWandbArtifact artifact, string alias)
    {
        foreach (FakeWandbArtifact other in Artifacts.Where(a => a.Collection == artifact.Collection)) { other.Aliases.Remove(alias); }
        artifact.Aliases.Add(alias);
    }

    private FakeWandbArtifact Find(JsonElement variables) => Artifacts.Find(a => a.Id == Text(variables, "artifactID")) ?? throw new InvalidOperationException("no such artifact");

    private static string Md5(byte[] bytes) => Convert.ToBase64String(MD5.HashData(bytes));
}
