using System.Text;
using System.Text.Json.Nodes;
using ModelOps.Registry.Governance;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Governance;

public sealed class ModelBomTests
{
    [Theory]
    [InlineData(CycloneDxVersion.V1_6, "1.6", true)]
    [InlineData(CycloneDxVersion.V1_6, "1.6", false)]
    [InlineData(CycloneDxVersion.V1_7, "1.7", true)]
    [InlineData(CycloneDxVersion.V1_7, "1.7", false)]
    public void Write_AllOrNothingKnown_IsValid(CycloneDxVersion specification, string number, bool known)
    {
        byte[] bom = known
            ? ModelBom.Write(DemandFacts.Version, DemandFacts.Card, DemandFacts.Training, specification)
            : ModelBom.Write(DemandFacts.Bare, null, null, specification);

        Assert.Equal(number, (string)JsonNode.Parse(bom)!["specVersion"]!);
        Assert.Empty(new JsonSchema(SharedFiles.Require($"k8s-schemas/jsonschema/cyclonedx/bom-{number}.schema.json")).Validate(JsonNode.Parse(bom)));
    }

    [Fact]
    public void Write_TheSameFacts_IsTheSameBytes_AndOthersAreNot()
    {
        byte[] first = ModelBom.Write(DemandFacts.Version, DemandFacts.Card, DemandFacts.Training);
        TrainingRecord reordered = DemandFacts.Training with
        {
            Datasets = [.. DemandFacts.Training.Datasets.Reverse()],
            Parameters = new Dictionary<string, string> { ["depth"] = "6", ["learning_rate"] = "0.1" },
        };
        Assert.Equal(first, ModelBom.Write(DemandFacts.Version, DemandFacts.Card, reordered));

        JsonNode other = JsonNode.Parse(ModelBom.Write(DemandFacts.Version with { Number = 8 }, DemandFacts.Card, DemandFacts.Training))!;
        Assert.NotEqual((string)JsonNode.Parse(first)!["serialNumber"]!, (string)other["serialNumber"]!);
    }

    [Fact]
    public void Write_Model_HasFilesHashesAndWhatItWasMadeOf()
    {
        JsonNode bom = JsonNode.Parse(ModelBom.Write(DemandFacts.Version, DemandFacts.Card, DemandFacts.Training))!;
        JsonNode model = bom["metadata"]!["component"]!;

        Assert.Equal(("machine-learning-model", "demand", "1.3.0"), ((string)model["type"]!, (string)model["name"]!, (string)model["version"]!));
        Assert.Equal("2026-03-01T10:30:00.000Z", (string)bom["metadata"]!["timestamp"]!);
        Assert.Equal(["labels/en.txt", "model.onnx"], model["components"]!.AsArray().Select(static f => (string)f!["name"]!));
        Assert.Equal(new string('b', 64), (string)model["components"]![1]!["hashes"]![0]!["content"]!);
        Assert.Equal("Apache-2.0", (string)model["licenses"]![0]!["expression"]!);
        Assert.Equal(["energy@example.org", null], model["authors"]!.AsArray().Select(static a => (string?)a!["email"]));
        Assert.Equal(
            [$"data:load-2020-2024@{DemandFacts.DataDigest}", "data:load-2025@ab12cd34", "library:lightgbm@4.5.0", "model:demand:1.2.0@sha256:" + new string('e', 64)],
            bom["components"]!.AsArray().Select(static c => (string)c!["bom-ref"]!));
        JsonNode self = bom["dependencies"]!.AsArray().Single(static d => (string)d!["ref"]! == "model:demand@1.3.0")!;
        Assert.Equal(bom["components"]!.AsArray().Select(static c => (string)c!["bom-ref"]!), self["dependsOn"]!.AsArray().Select(static r => (string)r!));
        JsonNode data = bom["components"]![0]!;
        Assert.Equal(("data", new string('d', 64)), ((string)data["type"]!, (string)data["hashes"]![0]!["content"]!));
        Assert.Null(bom["components"]![1]!["hashes"]); // its digest names no algorithm
        Assert.Equal("meter identifiers", (string)data["data"]![0]!["sensitiveData"]![0]!);
    }

    [Fact]
    public void Write_ModelCard_HasMetricsWithIntervalsAndReferencesToItsData()
    {
        JsonNode card = JsonNode.Parse(ModelBom.Write(DemandFacts.Version, DemandFacts.Card, DemandFacts.Training))!["metadata"]!["component"]!["modelCard"]!;

        Assert.Equal("supervised", (string)card["modelParameters"]!["approach"]!["type"]!);
        Assert.Equal("x: FP32[-1,4]", (string)card["modelParameters"]!["inputs"]![0]!["format"]!);
        Assert.Equal([$"data:load-2020-2024@{DemandFacts.DataDigest}", "data:load-2025@ab12cd34"], card["modelParameters"]!["datasets"]!.AsArray().Select(static d => (string)d!["ref"]!));
        JsonArray metrics = card["quantitativeAnalysis"]!["performanceMetrics"]!.AsArray();
        Assert.Equal(["mae=410.25", "mae=555", "bias=NaN"], metrics.Select(static m => $"{m!["type"]}={m["value"]}"));
        Assert.Equal(("400", "421.5"), ((string)metrics[0]!["confidenceInterval"]!["lowerBound"]!, (string)metrics[0]!["confidenceInterval"]!["upperBound"]!));
        Assert.Equal("Own model planned.", (string)card["considerations"]!["fairnessAssessments"]![0]!["mitigationStrategy"]!);
    }

    [Fact]
    public void Write_EachReference_IsThereAndUnique()
    {
        string bom = Encoding.UTF8.GetString(ModelBom.Write(DemandFacts.Version, DemandFacts.Card, DemandFacts.Training));
        string[] references = [.. References(JsonNode.Parse(bom)!)];
        Assert.Equal(references.Distinct(), references);
        Assert.All(JsonNode.Parse(bom)!["dependencies"]!.AsArray(), d => Assert.Subset(references.ToHashSet(), d!["dependsOn"]!.AsArray().Select(static r => (string)r!).Append((string)d["ref"]!).ToHashSet()));
    }

    [Theory]
    [InlineData("MIT", "expression")]
    [InlineData("MIT OR Apache-2.0", "expression")]
    [InlineData("LicenseRef-Ours", "expression")]
    [InlineData("Our own terms", "name")]
    [InlineData("MITT", "name")]
    public void Write_Licence_IsAnExpressionOnlyWhereItIsOne(string license, string form)
    {
        JsonNode written = JsonNode.Parse(ModelBom.Write(DemandFacts.Version, new ModelCard { Licenses = [license] }, null))!["metadata"]!["component"]!["licenses"]![0]!;
        Assert.Equal(license, (string?)(form == "name" ? written["license"]!["name"] : written["expression"]));
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject parts => parts.Where(static p => p.Key == "bom-ref").Select(static p => (string)p.Value!).Concat(parts.SelectMany(static p => References(p.Value))),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
