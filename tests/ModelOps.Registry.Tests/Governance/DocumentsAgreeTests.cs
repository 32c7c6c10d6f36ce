using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CsCheck;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Lineage;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Tests.Governance;

/// <summary>All documents of a version say the same, whatever its record says.</summary>
public sealed class DocumentsAgreeTests : IDisposable
{
    private static readonly Gen<string> Sha256 = Gen.Byte.Array[32].Select(static b => "sha256:" + Convert.ToHexStringLower(b));
    private static readonly Gen<string> Name = Gen.OneOf("load", "weather", "load-2025", "prices");
    private static readonly Gen<string?> MaybeDigest = Gen.OneOf(Sha256.Select(static d => (string?)d), Gen.Const((string?)null), Gen.Const((string?)"sha256:" + new string('a', 64)));

    private static readonly Gen<TrainingDataset> Dataset =
        Gen.Select(Name, MaybeDigest, Gen.OneOf((string?)null, "s3://lake/load", "/data/load.csv")).Select(static t => new TrainingDataset(t.Item1) { Digest = t.Item2, Uri = t.Item3, Role = "training" });

    private static readonly Gen<TrainingBaseModel> BaseModel = Gen.Select(Name, MaybeDigest).Select(static t => new TrainingBaseModel(t.Item1 + "-base", null, t.Item2));

    private static readonly Gen<TrainingRecord> Record =
        Gen.Select(Dataset.Array[0, 4], BaseModel.Array[0, 2], Gen.Bool).Select(static t => DemandFacts.Training with { Datasets = t.Item1, BaseModels = t.Item2, Code = t.Item3 ? DemandFacts.Training.Code : null });

    private static readonly Gen<ModelVersion> Version =
        Gen.Select(Name, Gen.Int[1, 99], Sha256, Sha256.Array[1, 4]).Select(static t => DemandFacts.Version with
        {
            Model = t.Item1,
            Number = t.Item2,
            Version = new SemanticVersion(t.Item2, 0, 1),
            Digest = t.Item3,
            Files = [.. t.Item4.Select(static (d, i) => new ArtifactDescriptor($"file{i}", d, i))],
        });

    private readonly EcdsaSignatureProvider _builder = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _builder.Dispose();

    [Fact]
    public async Task AllDocuments_OfAnyVersionAndRecord_SayTheSame() => await Gen.Select(Version, Record).SampleAsync(
        async pair =>
        {
            (ModelVersion version, TrainingRecord record) = pair;
            string[] datasets = Order(record.Datasets.Select(static d => $"{d.Name} {d.Digest}").Distinct());
            string[] bases = Order(record.BaseModels.Select(static b => $"{b.Name} {b.Digest}").Distinct());

            JsonNode bom = JsonNode.Parse(ModelBom.Write(version, new ModelCard(), record))!;
            JsonNode self = bom["metadata"]!["component"]!;
            Assert.Equal((version.Model, version.Version.ToString()), ((string)self["name"]!, (string)self["version"]!));
            Assert.Equal(version.Digest, Property(self, "modelops:digest"));
            Assert.Equal(version.Files.Select(static f => f.Digest), self["components"]!.AsArray().Select(static c => "sha256:" + (string)c!["hashes"]![0]!["content"]!));
            Assert.Equal(datasets, Order(Components(bom, "data")));
            Assert.Equal(bases, Order(Components(bom, "machine-learning-model")));

            JsonNode statement = JsonNode.Parse(SigstoreBundle.Read(await SlsaProvenance.SignAsync(version, record, _builder)).Payload)!;
            Assert.Equal(($"{version.Model}:{version.Version}", version.Digest), ((string)statement["subject"]![0]!["name"]!, "sha256:" + (string)statement["subject"]![0]!["digest"]!["sha256"]!));
            Assert.Equal(datasets, Order(Dependencies(statement, "training")));
            Assert.Equal(bases, Order(Dependencies(statement, "base model")));
            Assert.Equal(record.RunId, (string)statement["predicate"]!["runDetails"]!["metadata"]!["invocationId"]!);
            Assert.Equal(record.RunId, Property(self, "modelops:run"));

            LineageEvent lineage = LineageEvents.FromTraining(version, record)[1];
            LineageDataset output = Assert.Single(lineage.Outputs);
            Assert.Equal(($"models/{version.Model}", version.Version.ToString(), version.Digest), (output.Name, output.Version, output.ModelVersion["digest"]));
            Assert.Equal(
                Order([.. datasets.Select(static d => d[(d.IndexOf(' ', StringComparison.Ordinal) + 1)..]), .. bases.Select(static b => b[(b.IndexOf(' ', StringComparison.Ordinal) + 1)..])]),
                Order(lineage.Inputs.Select(static i => i.Version ?? "")));
            Assert.Equal(Guid.Parse(record.RunId!), lineage.RunId);

            JsonNode card = JsonNode.Parse(ModelCards.WriteGoogleJson(version, new ModelCard(), record))!;
            Assert.Equal((version.Model, version.Version.ToString()), ((string)card["model_details"]!["name"]!, (string)card["model_details"]!["version"]!["name"]!));
            Assert.Equal(
                Order(datasets.Select(static d => d.Split(' ')[0])),
                Order(card["model_parameters"]!["data"]?.AsArray().Select(static d => (string)d!["name"]!) ?? []));
        },
        iter: 200,
        threads: 1);

    private static IEnumerable<string> Components(JsonNode bom, string type) => bom["components"]!.AsArray()
        .Where(c => (string)c!["type"]! == type).Select(static c => $"{c!["name"]} {(c["hashes"] is { } hashes ? "sha256:" + (string)hashes[0]!["content"]! : c["version"])}");

    private static IEnumerable<string> Dependencies(JsonNode statement, string role) => statement["predicate"]!["buildDefinition"]!["resolvedDependencies"]!.AsArray()
        .Where(d => (string)d!["annotations"]!["role"]! == role).Select(static d => $"{d!["name"]} {(d["digest"] is { } digest ? "sha256:" + (string)digest["sha256"]! : "")}");

    private static string? Property(JsonNode component, string name) =>
        (string?)component["properties"]!.AsArray().Single(p => (string)p!["name"]! == name)!["value"];

    private static string[] Order(IEnumerable<string> texts) => [.. texts.Order(StringComparer.Ordinal)];
}
