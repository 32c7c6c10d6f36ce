using CsCheck;
using ModelOps.Drift.Quality;
using ModelOps.Drift.Quality.Suggestions;

namespace ModelOps.Drift.Tests.Quality;

public sealed class SchemaSuggestionTests
{
    [Fact]
    public void Suggest_ByHand_GivesEachRuleAndReason()
    {
        DataBatch data = new DataBatch()
            .Add("amount", Enumerable.Range(0, 100).Select(static i => i % 4 == 0 ? double.NaN : i).ToArray())
            .Add("balance", Enumerable.Range(0, 100).Select(static i => i - 50.0).ToArray())
            .Add("id", Enumerable.Range(0, 100).Select(static i => (long)i).ToArray())
            .Add("town", Enumerable.Range(0, 100).Select(static i => i % 2 == 0 ? "Graz" : "Linz").ToArray<string?>())
            .Add("word", Enumerable.Range(0, 100).Select(static i => i < 92 ? "the" : $"word {i}").Select(static (word, i) => i < 60 ? word : word + (i % 2)).ToArray<string?>());

        SchemaSuggestion suggestion = DataSchema.Suggest(data);

        ColumnRule[] rules = [.. suggestion.Schema.Columns];
        Assert.Equal(["amount", "balance", "id", "town", "word"], rules.Select(static rule => rule.Name));
        // Wilson's upper bound of 25 of 100 at 95 %: (0.25 + 1.9207/100 + 1.95996·√(0.001875 + 0.9604/10⁴)) / (1 + 3.8415/100).
        Assert.Equal(0.343045, rules[0].MaxMissingShare, 1e-6);
        Assert.Equal((0.0, null), (rules[0].Min, rules[1].Min));
        Assert.True(rules[2].IsUnique);
        Assert.Equal(["Graz", "Linz"], rules[3].Domain!);
        Assert.Equal(1, rules[3].MinDomainShare);
        Assert.Equal(["the", "the0", "the1"], rules[4].Domain!);
        Assert.InRange(rules[4].MinDomainShare, 0.84, 0.86); // 92 of 100
        Assert.Contains(new SuggestedRule("amount", "non-negative", "none of 75 numbers is negative"), suggestion.Rules);
        Assert.Contains(suggestion.Rules, static rule => rule is { Column: "word", Rule: "domain" } && rule.Reason.StartsWith("the 3 commonest of 11 values cover 92 of 100", StringComparison.Ordinal));
    }

    [Fact]
    public void Suggest_Text_FindsTheNarrowestType()
    {
        DataBatch data = new DataBatch()
            .Add("i", new string?[] { "1", "-2", null })
            .Add("n", new string?[] { "1", "2.5e3", "0" })
            .Add("b", new string?[] { "true", "False", "true" })
            .Add("t", new string?[] { "2026-01-01", "2026-01-02T03:04:05+01:00", null })
            .Add("s", new string?[] { "1", "x", "2" })
            .Add("z", new string?[3]);
        Assert.Equal(
            [("b", ColumnType.Boolean), ("i", ColumnType.Integer), ("n", ColumnType.Number), ("s", ColumnType.Text), ("t", ColumnType.Timestamp), ("z", ColumnType.Text)],
            DataSchema.Suggest(data).Schema.Columns.Select(static rule => (rule.Name, rule.Type)));
    }

    [Fact]
    public void Suggest_Range_IsWidenedAndNeverCrossesZero()
    {
        DataBatch data = new DataBatch().Add("x", Enumerable.Range(10, 41).Select(static i => (double)i).ToArray());
        ColumnRule rule = DataSchema.Suggest(data, new SchemaSuggestionOptions { RangeMargin = 0.5 }).Schema.Columns[0];
        Assert.Equal((0, 70), (rule.Min, rule.Max));
    }

    [Fact]
    public void Suggest_AnyData_KeepsItsOwnSchema()
    {
        Gen<double> number = Gen.Frequency((6, Gen.Double), (2, Gen.Double[0, 1]), (1, Gen.Const(double.NaN)), (1, OneOf(double.PositiveInfinity, double.MaxValue, -double.MaxValue, -0.0, 1)));
        Gen<string?> text = Gen.Frequency((5, OneOf<string?>("a", "b", "1", "true", null)), (2, Gen.String.Select(static s => (string?)s)), (1, Gen.Int.Select(static i => (string?)$"{i}")));
        Gen.Int[0, 200].SelectMany(n => Gen.Select(
            number.Array[n],
            text.Array[n],
            OneOf<string?>("1", "2", null).Array[n],
            Gen.Long.Array[n],
            Gen.DateTimeOffset.Array[n],
            Gen.Bool.Array[n])).Sample((numbers, texts, few, longs, times, truths) =>
        {
            DataBatch data = new DataBatch().Add("n", numbers).Add("t", texts).Add("f", few).Add("l", longs).Add("d", times).Add("b", truths);
            DataSchema schema = DataSchema.Suggest(data, new SchemaSuggestionOptions { RangeMargin = 0.1 }).Schema;
            DataSchema stored = DataSchemaFile.Read(DataSchemaFile.Write(schema));
            DataQualityReport report = DataValidator.Validate(stored, data);
            Assert.True(report.IsValid, string.Join("; ", report.Anomalies));
        }, iter: 400);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void Suggest_ConstantOneOrNone_KeepsItself(int rows)
    {
        DataBatch data = new DataBatch()
            .Add("c", Enumerable.Repeat(7.0, rows).ToArray())
            .Add("m", Enumerable.Repeat(double.NaN, rows).ToArray())
            .Add("h", Enumerable.Repeat<string?>(new string('x', 100_000), rows).ToArray());
        DataSchema schema = DataSchema.Suggest(data).Schema;
        Assert.True(DataValidator.Validate(schema, data).IsValid);
    }

    [Fact]
    public void Suggest_NewCategoryLater_IsFound()
    {
        DataSchema schema = DataSchema.Suggest(new DataBatch().Add("t", Enumerable.Repeat<string?>("a", 50).ToArray())).Schema;
        RuleResult anomaly = DataValidator.Validate(schema, new DataBatch().Add("t", new string?[] { "a", "b" })).Anomalies.Single();
        Assert.Equal((DataAnomalyCodes.OutOfDomain, 0.5), (anomaly.Code, anomaly.Score));
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
