using System.Text.Json.Nodes;
using ModelOps.Registry.Governance;
using YamlDotNet.RepresentationModel;

namespace ModelOps.Registry.Tests.Governance;

public sealed class ModelCardsTests
{
    [Fact]
    public void Write_Card_ReadsBackTheSame()
    {
        byte[] json = ModelCards.Write(DemandFacts.Card);
        Assert.Equivalent(DemandFacts.Card, ModelCards.Read(json), strict: true);
        Assert.Equal(json, ModelCards.Write(ModelCards.Read(json)));
        Assert.Equivalent(DemandFacts.Training, TrainingRecords.Read(TrainingRecords.Write(DemandFacts.Training)), strict: true);
    }

    [Fact]
    public void Write_WhatIsWrong_IsAllSaid()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ModelCards.Write(new ModelCard
        {
            References = ["file:///etc/passwd"],
            Owners = [new(" ")],
            Licenses = [""],
            Metrics = [new("mae", 1) { LowerBound = 2, UpperBound = 1 }],
            Overview = "\uD800",
        }));
        foreach (string part in new[] { "file:///etc/passwd", "Owners has one without a name", "Licenses has an empty one", "lower bound above", "lone surrogate" })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("at most 1048576", Assert.Throws<ArgumentException>(() => ModelCards.Write(new ModelCard { Documentation = new string('x', 1 << 20) })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"owners":null}""")]
    [InlineData("""{"approach":"Magic"}""")]
    [InlineData("""{"references":["ftp://x"]}""")]
    public void Read_NoCard_SaysSo(string json) => Assert.Throws<ArgumentException>(() => ModelCards.Read(System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Read_WhatIsLeftOut_IsEmpty()
    {
        Assert.Equivalent(new ModelCard { Overview = "x", Users = ["a"] }, ModelCards.Read("""{"overview":"x","users":["a",null],"unknown":1}"""u8), strict: true);
        Assert.Equivalent(
            new TrainingRecord { Job = "t", StartedAt = DateTimeOffset.UnixEpoch, Datasets = [new("d")] },
            TrainingRecords.Read("""{"job":"t","startedAt":"1970-01-01T00:00:00+00:00","datasets":[{"name":"d"},null]}"""u8),
            strict: true);
    }

    [Fact]
    public void WriteGoogleJson_AllKnown_HasTheFieldsOfTheSchema()
    {
        JsonNode card = JsonNode.Parse(ModelCards.WriteGoogleJson(DemandFacts.Version, DemandFacts.Card, DemandFacts.Training))!;

        Assert.Equal(["schema_version", "model_details", "model_parameters", "quantitative_analysis", "considerations"], card.AsObject().Select(static p => p.Key));
        Assert.Equal("0.0.2", (string)card["schema_version"]!);
        JsonNode details = card["model_details"]!;
        Assert.Equal(("demand", "1.3.0", "2026-03-01"), ((string)details["name"]!, (string)details["version"]!["name"]!, (string)details["version"]!["date"]!));
        Assert.Equal("energy@example.org", (string)details["owners"]![0]!["contact"]!);
        Assert.Equal("Apache-2.0", (string)details["licenses"]![0]!["identifier"]!);
        Assert.Equal("https://example.org/demand", (string)details["references"]![0]!["reference"]!);
        JsonNode parameters = card["model_parameters"]!;
        Assert.Equal(["load-2020-2024", "load-2025"], parameters["data"]!.AsArray().Select(static d => (string)d!["name"]!));
        Assert.Equal("meter identifiers", (string)parameters["data"]![0]!["sensitive"]!["sensitive_data"]![0]!);
        Assert.Equal(("x: FP32[-1,4]", "FP32[-1,1]"), ((string)parameters["input_format"]!, (string)parameters["output_format_map"]![0]!["value"]!));
        JsonNode metric = card["quantitative_analysis"]!["performance_metrics"]![0]!;
        Assert.Equal(("mae", "410.25", "421.5"), ((string)metric["type"]!, (string)metric["value"]!, (string)metric["confidence_interval"]!["upper_bound"]!));
        Assert.Equal("Reviewed monthly.", (string)card["considerations"]!["ethical_considerations"]![0]!["mitigation_strategy"]!);
        Assert.Null(card["considerations"]!["ethical_considerations"]![1]!["mitigation_strategy"]);
    }

    [Fact]
    public void WriteHuggingFaceReadme_AllKnown_HasFrontMatterThatAnyYamlReaderReads()
    {
        string readme = ModelCards.WriteHuggingFaceReadme(DemandFacts.Version, DemandFacts.Card, DemandFacts.Training);
        YamlMappingNode yaml = FrontMatter(readme);

        Assert.Equal(["en", "no"], ((YamlSequenceNode)yaml["language"]).Select(static n => ((YamlScalarNode)n).Value));
        Assert.Contains("- \"no\"", readme, StringComparison.Ordinal); // a truth value in YAML 1.1 otherwise
        Assert.Equal(("apache-2.0", "lightgbm", "tabular-regression"), (Text(yaml["license"]), Text(yaml["library_name"]), Text(yaml["pipeline_tag"])));
        YamlNode index = yaml["model-index"][0];
        Assert.Equal("demand", Text(index["name"]));
        YamlNode result = Assert.Single((YamlSequenceNode)index["results"]);
        Assert.Equal(("tabular-regression", "load-2025", "ab12cd34"), (Text(result["task"]["type"]), Text(result["dataset"]["name"]), Text(result["dataset"]["revision"])));
        Assert.Equal(["mae=410.25", "mae=555"], ((YamlSequenceNode)result["metrics"]).Select(static m => $"{Text(m["type"])}={Text(m["value"])}")); // NaN is no result
        Assert.Contains("| mae | 555 |  | load-2025 | holidays \\| nights |", readme, StringComparison.Ordinal);
        Assert.Contains("\n# demand 1.3.0\n", readme, StringComparison.Ordinal);
        Assert.Contains("## Limitations\n\n- Not for islands\n", readme, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Our own: terms # 1")]
    [InlineData("---\nlicense: mit")]
    [InlineData("true")]
    [InlineData("1e3")]
    [InlineData("'\"\\ \u00e9 \U0001F600")]
    public void WriteHuggingFaceReadme_HostileTexts_StayTexts(string text)
    {
        YamlMappingNode yaml = FrontMatter(ModelCards.WriteHuggingFaceReadme(DemandFacts.Bare, new ModelCard { Licenses = [text], Keywords = [text], Library = text }));
        Assert.Equal(("other", text, text, text), (Text(yaml["license"]), Text(yaml["license_name"]), Text(yaml["tags"][0]), Text(yaml["library_name"])));
    }

    [Fact]
    public void WriteHuggingFaceReadme_NothingKnown_IsStillACard()
    {
        string readme = ModelCards.WriteHuggingFaceReadme(DemandFacts.Bare, null);
        Assert.StartsWith("---\n", readme, StringComparison.Ordinal);
        Assert.EndsWith("# demand 1.3.0\n", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void FindMissing_Fields_AreThoseLeftEmpty()
    {
        Assert.Empty(ModelCards.FindMissing(DemandFacts.Version, DemandFacts.Card, DemandFacts.Training));
        Assert.Equal(ModelCardFields.Default, ModelCards.FindMissing(DemandFacts.Bare, null));
        Assert.Equal(
            ["owners", "licenses", "datasets", "use_cases", "limitations", "ethical_considerations"],
            ModelCards.FindMissing(DemandFacts.Version, new ModelCard { Owners = [new(" ")], UseCases = [" "] }));

        string[] all = [.. typeof(ModelCardFields).GetFields().Where(static f => f.IsLiteral).Select(static f => (string)f.GetRawConstantValue()!)];
        Assert.Equal(17, all.Length);
        Assert.Equal(["dataset_digests", "mitigations"], ModelCards.FindMissing(
            DemandFacts.Version, DemandFacts.Card, DemandFacts.Training with { Datasets = [.. DemandFacts.Training.Datasets, new("unknown")] }, all).Order(StringComparer.Ordinal));
        Assert.Contains("'colour' is no field", Assert.Throws<ArgumentException>(() => ModelCards.FindMissing(DemandFacts.Version, null, null, ["colour"])).Message, StringComparison.Ordinal);
    }

    private static YamlMappingNode FrontMatter(string readme)
    {
        YamlStream yaml = [];
        yaml.Load(new StringReader(readme[4..readme.IndexOf("\n---\n", 4, StringComparison.Ordinal)]));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static string? Text(YamlNode node) => ((YamlScalarNode)node).Value;
}
