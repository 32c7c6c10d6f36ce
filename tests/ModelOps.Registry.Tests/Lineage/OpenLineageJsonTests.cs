using System.Text.Json.Nodes;
using ModelOps.Registry.Lineage;
using ModelOps.Registry.Tests.Governance;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Lineage;

public sealed class OpenLineageJsonTests
{
    private static readonly RegistryEvent Moved = new()
    {
        Sequence = 12,
        Kind = RegistryEventKind.AliasMoved,
        Model = "demand",
        Number = 7,
        PreviousNumber = 6,
        At = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero),
        Alias = "champion",
        Revision = 3,
        Reason = "better",
        Actor = "ada",
        Evidence = new Dictionary<string, string> { ["mae"] = "410" },
    };

    public static TheoryData<string> Kinds => new(All().Select(static e => e.Name));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_EachKind_FollowsTheSchemaAndThoseOfItsFacets(string kind)
    {
        JsonNode json = Write(All().Single(e => e.Name == kind).Event);

        Assert.Empty(new JsonSchema(SharedFiles.Require("k8s-schemas/jsonschema/openlineage/OpenLineage.json")).Validate(json));
        int facets = 0;
        foreach ((string name, JsonNode facet) in Facets(json))
        {
            string schema = ((string)facet["_schemaURL"]!).Split('#')[0];
            Assert.Equal("urn:test", (string)facet["_producer"]!);
            if (!schema.Contains("/facets/", StringComparison.Ordinal)) { continue; }
            string file = SharedFiles.Require($"k8s-schemas/jsonschema/openlineage/facets/{Path.GetFileName(schema)}");
            Assert.Equal(schema, (string)JsonNode.Parse(File.ReadAllText(file))!["$id"]!); // the version we say is the version there is
            Assert.Empty(new JsonSchema(file).Validate(new JsonObject { [name] = facet.DeepClone() }));
            facets++;
        }

        Assert.True(facets > 0);
    }

    [Fact]
    public void FromTraining_AllKnown_LeadsFromDataToTheVersion()
    {
        IReadOnlyList<LineageEvent> events = LineageEvents.FromTraining(DemandFacts.Version, DemandFacts.Training);
        JsonNode json = Write(events[1]);

        Assert.Equal([LineageEventType.Start, LineageEventType.Complete], events.Select(static e => e.Type));
        Assert.Equal(["2026-03-01T10:00:00.000Z", "2026-03-01T10:05:00.250Z"], events.Select(static e => (string)Write(e)["eventTime"]!));
        Assert.Equal("01234567-89ab-cdef-0123-456789abcdef", (string)json["run"]!["runId"]!); // the tracked run's own
        Assert.Equal(("own", "demand-training"), ((string)json["job"]!["namespace"]!, (string)json["job"]!["name"]!));
        Assert.Equal(["s3://lake load/2025", "s3://lake load/2020", "own models/demand"], json["inputs"]!.AsArray().Select(static d => $"{d!["namespace"]} {d["name"]}"));
        Assert.Equal(DemandFacts.DataDigest, (string)json["inputs"]![1]!["facets"]!["version"]!["datasetVersion"]!);
        Assert.Equal(["hour:timestamp:1", "load:double:2"], json["inputs"]![1]!["facets"]!["schema"]!["fields"]!.AsArray().Select(static f => $"{f!["name"]}:{f["type"]}:{f["ordinal_position"]}"));
        Assert.Equal(43_800, (long)json["inputs"]![1]!["inputFacets"]!["inputStatistics"]!["rowCount"]!);
        Assert.Equal("6", (string)json["inputs"]![2]!["facets"]!["version"]!["datasetVersion"]!);
        JsonNode output = Assert.Single(json["outputs"]!.AsArray())!;
        Assert.Equal(("models/demand", "1.3.0"), ((string)output["name"]!, (string)output["facets"]!["version"]!["datasetVersion"]!));
        Assert.Equal((4108, 2), ((long)output["outputFacets"]!["outputStatistics"]!["size"]!, (int)output["outputFacets"]!["outputStatistics"]!["fileCount"]!));
        Assert.Equal(DemandFacts.Version.Digest, (string)output["facets"]!["modelops_modelVersion"]!["digest"]!);
        Assert.Equal("0123456789012345678901234567890123456789", (string)json["job"]!["facets"]!["sourceCodeLocation"]!["version"]!);
    }

    [Fact]
    public void FromAlias_MovedAndRemoved_LeadFromTheVersionToTheDeployment()
    {
        JsonNode moved = Write(LineageEvents.FromAlias(Moved, DemandFacts.Version)[1]);
        Assert.Equal(("models/demand", "deployments/demand@champion"), ((string)moved["inputs"]![0]!["name"]!, (string)moved["outputs"]![0]!["name"]!));
        Assert.Equal(("1.3.0", "OVERWRITE"), ((string)moved["outputs"]![0]!["facets"]!["version"]!["datasetVersion"]!, (string)moved["outputs"]![0]!["facets"]!["lifecycleStateChange"]!["lifecycleStateChange"]!));
        Assert.Equal(["actor=ada", "evidence.mae=410", "reason=better", "sequence=12"], moved["run"]!["facets"]!["tags"]!["tags"]!.AsArray().Select(static t => $"{t!["key"]}={t["value"]}"));

        JsonNode removed = Write(LineageEvents.FromAlias(Moved with { Kind = RegistryEventKind.AliasRemoved }, null)[0]);
        Assert.Equal("DROP", (string)removed["outputs"]![0]!["facets"]!["lifecycleStateChange"]!["lifecycleStateChange"]!);
        Assert.Throws<ArgumentException>(() => LineageEvents.FromAlias(Moved with { Kind = RegistryEventKind.ModelRenamed }, null));
    }

    [Theory]
    [InlineData(RunStatus.Scheduled, "")]
    [InlineData(RunStatus.Running, "START")]
    [InlineData(RunStatus.Finished, "START COMPLETE")]
    [InlineData(RunStatus.Failed, "START FAIL")]
    [InlineData(RunStatus.Killed, "START ABORT")]
    public void FromRun_Status_IsWhatBecameOfIt(RunStatus status, string expected) =>
        Assert.Equal(expected, string.Join(' ', LineageEvents.FromRun(Run(status)).Select(static e => (string)Write(e)["eventType"]!)));

    [Fact]
    public void RunIds_OfTheSameHappening_AreTheSame_OfOthersNot_AndOrderByTime()
    {
        Guid first = LineageEvents.FromAlias(Moved, null)[0].RunId;
        Guid later = LineageEvents.FromAlias(Moved with { Sequence = 13, At = Moved.At.AddMilliseconds(1) }, null)[0].RunId;

        Assert.Equal(first, LineageEvents.FromAlias(Moved, DemandFacts.Version)[1].RunId);
        Assert.Equal((7, 8 | 3), (first.Version, first.Variant | 3));
        Assert.True(string.CompareOrdinal(first.ToString(), later.ToString()) < 0);
        Assert.NotEqual(first, LineageEvents.FromAlias(Moved with { Model = "fraud" }, null)[0].RunId);
    }

    [Theory]
    [InlineData("s3://lake/a/b", "s3://lake", "a/b")]
    [InlineData("https://user:secret@host.example/a?token=secret", "https://host.example", "a")]
    [InlineData("file:///data/a.csv", "file", "/data/a.csv")]
    [InlineData("/data/a.csv", "file", "/data/a.csv")]
    [InlineData("relative/a.csv", "own", "datasets/load")]
    [InlineData(null, "own", "datasets/load")]
    public void Dataset_Address_IsStoreAndNameWithoutSecrets(string? uri, string store, string name)
    {
        LineageEvent entry = LineageEvents.FromTraining(DemandFacts.Version, DemandFacts.Training with { Datasets = [new("load") { Uri = uri }], BaseModels = [] })[0];
        JsonNode json = Write(entry);
        Assert.Equal((store, name), ((string)json["inputs"]![0]!["namespace"]!, (string)json["inputs"]![0]!["name"]!));
        Assert.DoesNotContain("secret", json.ToJsonString(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, LineageEvent Event)> All()
    {
        yield return ("training", LineageEvents.FromTraining(DemandFacts.Version, DemandFacts.Training)[1]);
        yield return ("unknown training", LineageEvents.FromTraining(DemandFacts.Bare, null)[0]);
        yield return ("deployment", LineageEvents.FromAlias(Moved, DemandFacts.Version)[0]);
        yield return ("end of deployment", LineageEvents.FromAlias(Moved with { Kind = RegistryEventKind.AliasRemoved }, null)[1]);
        yield return ("deletion", LineageEvents.FromDeletion(Moved with { Kind = RegistryEventKind.VersionDeleted })[1]);
        yield return ("failed run", LineageEvents.FromRun(Run(RunStatus.Failed))[1] with { Error = "out of memory", Parent = new(Guid.NewGuid(), "nightly") });
    }

    private static TrackingRun Run(RunStatus status) => new()
    {
        Id = "0123456789abcdef0123456789abcdef",
        ExperimentId = "1",
        Name = "nightly",
        Status = status,
        StartTime = DateTimeOffset.UnixEpoch,
        ArtifactUri = "x",
        Params = new Dictionary<string, string> { ["lr"] = "0.1" },
    };

    private static IEnumerable<(string Name, JsonNode Facet)> Facets(JsonNode? node) => node switch
    {
        JsonObject parts => parts.SelectMany(static p => p is { Key: "facets" or "inputFacets" or "outputFacets", Value: JsonObject facets }
            ? facets.Select(static f => (f.Key, f.Value!))
            : Facets(p.Value)),
        JsonArray items => items.SelectMany(Facets),
        _ => [],
    };

    private static JsonNode Write(LineageEvent entry) => JsonNode.Parse(OpenLineageJson.Write(entry, "own", "urn:test"))!;
}
