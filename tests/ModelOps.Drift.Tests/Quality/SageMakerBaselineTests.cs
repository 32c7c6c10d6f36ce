using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using ModelOps.Drift.Quality;
using ModelOps.Drift.Quality.Imports;

namespace ModelOps.Drift.Tests.Quality;

public sealed class SageMakerBaselineTests
{
    private const string Statistics = """
        {"version":0.0,"dataset":{"item_count":5},"features":[
          {"name":"age","inferred_type":"Integral","numerical_statistics":{"common":{"num_present":4,"num_missing":1},"mean":30.5,"sum":122.0,"std_dev":2.5,"min":27.0,"max":34.0,
            "distribution":{"kll":{"buckets":[{"lower_bound":27.0,"upper_bound":30.5,"count":3.0},{"lower_bound":30.5,"upper_bound":34.0,"count":1.0}],
            "sketch":{"parameters":{"c":0.64,"k":2048.0},"data":[[27.0,30.0,31.0,34.0]]}}}}},
          {"name":"town","inferred_type":"String","string_statistics":{"common":{"num_present":5,"num_missing":0},"distinct_count":2.0,
            "distribution":{"categorical":{"buckets":[{"value":"Graz","count":3},{"value":"Linz","count":2}]}}}},
          {"name":"none","inferred_type":"Unknown"}]}
        """;

    private const string Constraints = """
        {"version":0.0,"features":[
          {"name":"age","inferred_type":"Integral","completeness":0.8,"num_constraints":{"is_non_negative":true}},
          {"name":"rate","inferred_type":"Fractional","completeness":1.0,"num_constraints":{"is_non_negative":false}},
          {"name":"town","inferred_type":"String","completeness":1.0,"string_constraints":{"domains":["Graz","Linz"]}}],
         "monitoring_config":{"evaluate_constraints":"Enabled","emit_metrics":"Enabled","datatype_check_threshold":0.1,"domain_content_threshold":0.1,
           "distribution_constraints":{"perform_comparison":"Enabled","comparison_threshold":0.1,"comparison_method":"Robust"}}}
        """;

    [Fact]
    public void ReadStatistics_GivesWhatItSays()
    {
        SageMakerStatistics read = SageMakerBaseline.ReadStatistics(Encoding.UTF8.GetBytes(Statistics));
        Assert.Equal(5, read.ItemCount);
        Assert.Equal([("age", ColumnType.Integer), ("town", ColumnType.Text), ("none", ColumnType.Text)], read.Features.Select(static f => (f.Name, f.Type)));
        SageMakerFeature age = read.Features[0];
        Assert.Equal((4L, 1L, 30.5, 122.0, 2.5, 27.0, 34.0), (age.PresentCount, age.MissingCount, age.Mean, age.Sum, age.StandardDeviation, age.Min, age.Max));
        Assert.Equal([new SageMakerBucket(27, 30.5, 3), new SageMakerBucket(30.5, 34, 1)], age.Buckets);
        Assert.Equal([KeyValuePair.Create("Graz", 3L), KeyValuePair.Create("Linz", 2L)], read.Features[1].Categories);
        Assert.Equal((2.0, null), (read.Features[1].DistinctCount, read.Features[2].PresentCount));
    }

    [Fact]
    public void ReadConstraints_HoldsDataToThem()
    {
        DataSchema schema = SageMakerBaseline.ReadConstraints(Encoding.UTF8.GetBytes(Constraints));
        Assert.Equal([0.2, 0, 0], schema.Columns.Select(static rule => Math.Round(rule.MaxMissingShare, 12)));
        Assert.Equal((0.0, null, 0.9), (schema.Columns[0].Min, schema.Columns[1].Min, schema.Columns[2].MinDomainShare));
        DataBatch data = new DataBatch()
            .Add("age", new double[] { 1, 2, 3, -4, double.NaN })
            .Add("rate", new double[] { 1, -2, 3, 4, double.NaN })
            .Add("town", new string?[] { "Graz", "Linz", "Wien", "Graz", "Graz" });
        Assert.Equal(
            [(DataAnomalyCodes.OutOfRange, "age"), (DataAnomalyCodes.ValuesMissing, "rate"), (DataAnomalyCodes.OutOfDomain, "town")],
            DataValidator.Validate(schema, data).Anomalies.Select(static a => (a.Code, a.Column)));
    }

    [Theory]
    [InlineData("{}", "$.features")]
    [InlineData("[]", "$")]
    [InlineData("{\"features\":{}}", "$.features")]
    [InlineData("{\"features\":[1]}", "$.features[0]")]
    [InlineData("{\"features\":[{\"name\":\"x\"}]}", "$.features[0].inferred_type")]
    [InlineData("{\"features\":[{\"name\":\"x\",\"inferred_type\":\"Blob\"}]}", "$.features[0].inferred_type")]
    [InlineData("{\"features\":[{\"name\":\"x\",\"inferred_type\":\"String\",\"completeness\":1.5}]}", "$.features[0].completeness")]
    [InlineData("{\"features\":[{\"name\":\"x\",\"inferred_type\":\"String\",\"completeness\":1e999}]}", "$.features[0].completeness")]
    [InlineData("{\"features\":[{\"name\":\"\\ud800\",\"inferred_type\":\"String\"}]}", "$.features[0].name")]
    [InlineData("{\"features\":[{\"name\":\"x\",\"inferred_type\":\"String\",\"string_constraints\":{\"domains\":[null]}}]}", "$.features[0].string_constraints.domains[0]")]
    [InlineData("{\"features\":[{\"name\":\"x\",\"inferred_type\":\"String\"},{\"name\":\"x\",\"inferred_type\":\"String\"}]}", "$.features")]
    [InlineData("{\"features\":[],\"features\":[]}", "$")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[", "$")]
    public void ReadConstraints_Wrong_SaysWhere(string json, string path)
    {
        var error = Assert.Throws<DataFormatException>(() => SageMakerBaseline.ReadConstraints(Encoding.UTF8.GetBytes(json)));
        Assert.Equal((path, ModelOpsErrorKind.DataLoss), (error.Path, error.Kind));
    }

    [Fact]
    public void Read_AnyBytesChanged_IsReadOrRefused() => Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 5000], Gen.Byte).Array[1, 4]).Sample((isStatistics, changes) =>
    {
        byte[] damaged = Encoding.UTF8.GetBytes(isStatistics ? Statistics : Constraints);
        foreach ((int at, byte value) in changes) { damaged[at % damaged.Length] = value; }
        try
        {
            if (isStatistics) { _ = SageMakerBaseline.ReadStatistics(damaged); }
            else { _ = new DataValidator(SageMakerBaseline.ReadConstraints(damaged)); }
        }
        catch (DataFormatException error)
        {
            Assert.StartsWith("$", error.Path, StringComparison.Ordinal);
        }
    }, iter: 3000);

    [Fact]
    public void EvidentlyJson_ByHand_HasItsNames()
    {
        FeatureDrift Feature(string name, double p, DriftVerdict verdict) => new()
        {
            Feature = name,
            Statistic = "ks",
            Value = 0.5,
            PValue = p,
            AdjustedPValue = p,
            CriticalValue = 0.1,
            EffectSize = 0.5,
            MinimumEffect = 0.1,
            ReferenceCount = 100,
            CurrentCount = 100,
            Verdict = verdict,
        };
        var report = new DriftReport
        {
            Features = [Feature("a\"b", 0.001, DriftVerdict.Drifted), Feature("n", double.NaN, DriftVerdict.NotEnoughData)],
            Alpha = 0.01,
            Correction = MultipleTestingCorrection.None,
        };
        DataSchema types = new DataSchemaBuilder().AddText("n").Build();
        JsonNode expected = JsonNode.Parse("""
            {"metrics":[{"metric":"DataDriftTable","result":{"number_of_columns":2,"number_of_drifted_columns":1,"share_of_drifted_columns":0.5,"drift_share":0.5,
            "dataset_drift":true,"drift_by_columns":{
              "a\"b":{"column_name":"a\"b","column_type":"num","stattest_name":"ks","stattest_threshold":0.01,"drift_score":0.001,"drift_detected":true},
              "n":{"column_name":"n","column_type":"cat","stattest_name":"ks","stattest_threshold":0.01,"drift_score":null,"drift_detected":false}}}}]}
            """)!;
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(EvidentlyJson.Write(report, types: types))));
    }
}
