using System.Text.Json.Nodes;
using ModelOps.Drift.Detectors;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Quality.Imports;

namespace ModelOps.Drift.Tests.Reports;

public sealed class EvidentlyJsonTests
{
    // Fields of a column as version 0.4 of the tool wrote them, in its order; values shortened.
    private const string RecordedColumn = """
        {"column_name": "Prediction", "column_type": "num", "stattest_name": "K-S p_value", "stattest_threshold": 1.5, "drift_score": 6.674724060114783e-22, "drift_detected": true,
         "current": {"small_distribution": {"x": [8074.322265625, 8325.0359375, 8575.749609375], "y": [0.0019943068770868102, 0.00016619223975723542]}},
         "reference": {"small_distribution": {"x": [-274.176025390625, 995.4149169921875, 2265.005859375], "y": [0.00041570694950550456, 7.001380202197971e-05]}}}
        """;

    private static DriftEvaluation Drifting { get; } = ReportData.Windows(5)[^1];

    [Fact]
    public void Write_Preset_HasTheFieldsOfTheTool()
    {
        JsonNode json = JsonNode.Parse(EvidentlyJson.Write(Drifting, EvidentlyFormat.DataDriftPreset))!;

        Assert.Equal(["DatasetDriftMetric", "DataDriftTable"], json["metrics"]!.AsArray().Select(static metric => (string)metric!["metric"]!));
        Assert.Equal(
            ["drift_share", "number_of_columns", "number_of_drifted_columns", "share_of_drifted_columns", "dataset_drift"],
            Names(json["metrics"]![0]!["result"]!));
        JsonNode recorded = JsonNode.Parse(RecordedColumn)!;
        foreach ((string name, JsonNode? column) in json["metrics"]![1]!["result"]!["drift_by_columns"]!.AsObject())
        {
            Assert.Equal(name, (string)column!["column_name"]!);
            Assert.Equal(Names(recorded), Names(column));
            Assert.Equal(["x", "y"], Names(column["current"]!["small_distribution"]!));
        }
    }

    [Fact]
    public void Write_Preset_TellsWhatTheReportFound()
    {
        JsonNode json = JsonNode.Parse(EvidentlyJson.Write(Drifting, EvidentlyFormat.DataDriftPreset, driftShare: 0.5))!;

        JsonNode table = json["metrics"]![1]!["result"]!;
        Assert.Equal((3, 2, true), ((int)table["number_of_columns"]!, (int)table["number_of_drifted_columns"]!, (bool)table["dataset_drift"]!));
        JsonNode income = table["drift_by_columns"]!["income"]!;
        FeatureDrift found = Drifting.Report.Features.Single(static feature => feature.Feature == "income");
        Assert.Equal(("K-S p_value", 0.01, found.AdjustedPValue), ((string)income["stattest_name"]!, (double)income["stattest_threshold"]!, (double)income["drift_score"]!));
        JsonNode city = table["drift_by_columns"]!["city"]!;
        Assert.Equal(("cat", "chi-square p_value"), ((string)city["column_type"]!, (string)city["stattest_name"]!));
        JsonArray categories = city["reference"]!["small_distribution"]!["x"]!.AsArray();
        Assert.Equal(["Basel", "Bern", "not named in the reference"], categories.Select(static name => (string)name!).Order(StringComparer.Ordinal));
        Assert.Equal(2000, city["reference"]!["small_distribution"]!["y"]!.AsArray().Sum(static count => (int)count!));
    }

    [Fact]
    public void Write_Densities_IntegrateToTheSharesBetweenTheEdges()
    {
        JsonNode json = JsonNode.Parse(EvidentlyJson.Write(ReportData.Windows(1)[0], EvidentlyFormat.DataDriftPreset))!;

        foreach (string side in (string[])["current", "reference"])
        {
            JsonNode distribution = json["metrics"]![1]!["result"]!["drift_by_columns"]!["income"]![side]!["small_distribution"]!;
            double[] edges = [.. distribution["x"]!.AsArray().Select(static edge => (double)edge!)];
            double[] densities = [.. distribution["y"]!.AsArray().Select(static density => (double)density!)];
            Assert.Equal(edges.Length, densities.Length + 1);
            Assert.InRange(densities.Select((density, i) => density * (edges[i + 1] - edges[i])).Sum(), 0.96, 1);
        }
    }

    [Fact]
    public void Write_MetricV2_HasTheFieldsOfTheTool()
    {
        JsonNode json = JsonNode.Parse(EvidentlyJson.Write(Drifting, EvidentlyFormat.MetricV2))!;

        Assert.Equal(["metrics", "tests"], Names(json));
        JsonArray metrics = json["metrics"]!.AsArray();
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"metric_name":"DriftedColumnsCount(drift_share=0.5)","config":{"type":"evidently:metric_v2:DriftedColumnsCount","drift_share":0.5},"value":{"count":2,"share":0.6666666666666666}}"""),
            metrics[0]));
        Assert.Equal(4, metrics.Count);
        JsonNode income = metrics.Single(static metric => (string?)metric!["config"]!["column"] == "income")!;
        Assert.Equal("ValueDrift(column=income,method=K-S p_value,threshold=0.01)", (string)income["metric_name"]!);
        Assert.Equal("evidently:metric_v2:ValueDrift", (string)income["config"]!["type"]!);
        Assert.Equal(Drifting.Report.Features.Single(static feature => feature.Feature == "income").AdjustedPValue, (double)income["value"]!);
    }

    [Theory]
    [InlineData(DriftDetectorNames.PopulationStabilityIndex, "PSI", true)]
    [InlineData(DriftDetectorNames.Wasserstein, "Wasserstein distance (normed)", true)]
    [InlineData(DriftDetectorNames.JensenShannon, "Jensen-Shannon distance", true)]
    [InlineData(DriftDetectorNames.KullbackLeibler, "Kullback-Leibler divergence", true)]
    [InlineData(DriftDetectorNames.Hellinger, "Hellinger distance", true)]
    [InlineData(DriftDetectorNames.TotalVariation, "Total-Variation-Distance", false)]
    [InlineData(DriftDetectorNames.GTest, "g_test", false)]
    [InlineData(DriftDetectorNames.Welch, "t_test", false)]
    [InlineData(DriftDetectorNames.MannWhitney, "Mann-Whitney U-rank test", false)]
    [InlineData(DriftDetectorNames.LInfinity, "l-infinity", false)]
    [InlineData("my own", "my own", false)]
    public void Write_Detectors_AreNamedAsTheToolNamesThem(string statistic, string method, bool isDistance)
    {
        FeatureDrift income = Drifting.Report.Features.Single(static feature => feature.Feature == "income") with { Statistic = statistic };
        DriftEvaluation evaluation = Drifting with { Report = Drifting.Report with { Features = [income] } };

        JsonNode config = JsonNode.Parse(EvidentlyJson.Write(evaluation, EvidentlyFormat.MetricV2))!["metrics"]![1]!;

        Assert.Equal(method, (string)config["config"]!["method"]!);
        Assert.Equal(isDistance ? (income.EffectSize, income.MinimumEffect) : (income.AdjustedPValue, Drifting.Report.Alpha), ((double)config["value"]!, (double)config["config"]!["threshold"]!));
    }

    [Fact]
    public void Write_EmptyProfiles_HasNullsForScores()
    {
        DatasetProfile empty = new DatasetProfileBuilder().AddNumeric("none", Array.Empty<double>()).AddCategorical(ReportData.Hostile, [null]).Build();
        foreach (EvidentlyFormat format in Enum.GetValues<EvidentlyFormat>())
        {
            string json = System.Text.Encoding.UTF8.GetString(EvidentlyJson.Write(ReportData.Window(0, empty, empty), format));
            Assert.NotNull(JsonNode.Parse(json));
            Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => EvidentlyJson.Write(Drifting, EvidentlyFormat.MetricV2, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => EvidentlyJson.Write(Drifting, (EvidentlyFormat)7));
    }

    private static string[] Names(JsonNode node) => [.. node.AsObject().Select(static property => property.Key)];
}
