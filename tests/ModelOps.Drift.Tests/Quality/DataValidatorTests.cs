using CsCheck;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Quality;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Quality;

public sealed class DataValidatorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Validate_EachRuleBroken_CountsAndShapes()
    {
        DataSchema schema = new DataSchemaBuilder()
            .AddNumber("age", min: 0, max: 120, maxMissingShare: 0.1)
            .AddText("town", domain: ["Graz", "Linz"])
            .AddText("code", pattern: "^[0-9]{2}-[a-z]{3}$")
            .Add(new ColumnRule { Name = "id", Type = ColumnType.Integer, IsUnique = true, IsAscending = true })
            .AddNumber("net")
            .AddNumber("gross")
            .Compare("net", ComparisonOperator.LessOrEqual, "gross")
            .Rows(min: 5)
            .RefuseUnknownColumns()
            .Build();
        DataBatch data = new DataBatch()
            .Add("age", new double[] { 30, -1.5, double.NaN, double.PositiveInfinity })
            .Add("town", new string?[] { "Graz", "Wien", "Linz", null })
            .Add("code", new string?[] { "12-xyz", "Ab 1", "34-abc", "56-def" })
            .Add("id", new long[] { 1, 3, 3, 2 })
            .Add("net", new float[] { 1, 5, float.NaN, 3 })
            .Add("gross", new float[] { 2, 4, 1, 3 })
            .Add("secret", new bool[4]);

        DataQualityReport report = DataValidator.Validate(schema, data);

        Assert.False(report.IsValid);
        Assert.Equal(4, report.RowCount);
        Check(DataAnomalyCodes.OutOfRange, "age", 2, 1, "-9.9");
        Check(DataAnomalyCodes.ValuesMissing, "age", 4, 1);
        Check(DataAnomalyCodes.NotFinite, "age", 3, 1, "Aaaaaaaa");
        Check(DataAnomalyCodes.OutOfDomain, "town", 3, 1, "Aaaa");
        Check(DataAnomalyCodes.PatternMismatch, "code", 4, 1, "Aa 9");
        Check(DataAnomalyCodes.NotUnique, "id", 4, 1, "9");
        Check(DataAnomalyCodes.NotAscending, "id", 4, 1, "9");
        Check(DataAnomalyCodes.ComparisonBroken, "net", 3, 1, "9");
        Check(DataAnomalyCodes.ColumnUnknown, null, 7, 1, "aaaaaa");
        RuleResult rows = Assert.Single(report.Anomalies, static result => result.Code == DataAnomalyCodes.TooFewRows);
        Assert.Equal((4.0, 5.0, 1L), (rows.Score, rows.Limit, rows.ViolationCount));
        Assert.Equal(10, report.Anomalies.Count());

        void Check(string code, string? column, long looked, long broken, params string[] examples)
        {
            RuleResult result = Assert.Single(report.Anomalies, result => result.Code == code);
            Assert.Equal((column, looked, broken), (result.Column, result.CheckedCount, result.ViolationCount));
            Assert.Equal((double)broken / looked, result.Score);
            Assert.Equal(examples, result.Examples);
        }
    }

    [Fact]
    public void Validate_RulesKept_StillTellScores()
    {
        DataSchema schema = new DataSchemaBuilder().AddNumber("x", maxMissingShare: 0.5).Build();
        DataQualityReport report = DataValidator.Validate(schema, new DataBatch().Add("x", new[] { 1, double.NaN, 3, 4 }));
        RuleResult missing = Assert.Single(report.Results, static result => result.Code == DataAnomalyCodes.ValuesMissing);
        Assert.True(report.IsValid);
        Assert.Equal((0.25, 0.5, false), (missing.Score, missing.Limit, missing.IsViolated));
    }

    [Fact]
    public void Validate_ValuesAsked_AreToldUpToTheBound()
    {
        DataSchema schema = new DataSchemaBuilder().AddText("t", domain: []).Build();
        DataBatch data = new DataBatch().Add("t", new string?[] { "Wien", new('x', 1_000_000), "a", "b" });
        RuleResult told = DataValidator.Validate(schema, data, new DataValidatorOptions { TellsValues = true, MaxExamples = 2 }).Anomalies.Single();
        Assert.Equal(["Wien", new string('x', 256) + "…"], told.Examples);
        Assert.Equal(4, told.ViolationCount);
        RuleResult shaped = DataValidator.Validate(schema, data).Anomalies.Single();
        Assert.Equal(["Aaaa", new string('a', 32) + "…", "a", "a"], shaped.Examples);
    }

    [Fact]
    public void Add_HoweverSplit_GivesTheSameReport() => Gen.Select(Gen.Double.Array[1, 60], Gen.Int[0, 60]).Sample((values, cut) =>
    {
        DataSchema schema = new DataSchemaBuilder()
            .Add(new ColumnRule { Name = "x", Type = ColumnType.Number, Min = -1, Max = 1, IsUnique = true, IsAscending = true, MaxMissingShare = 0.1 }).Build();
        cut = Math.Min(cut, values.Length);
        var validator = new DataValidator(schema);
        validator.Add(new DataBatch().Add("x", values.AsMemory(0, cut)));
        validator.Add(new DataBatch().Add("x", values.AsMemory(cut)));
        (string, long, long, double, string)[] whole = [.. DataValidator.Validate(schema, new DataBatch().Add("x", values)).Results.Select(Bare)];
        Assert.Equal(whole, validator.Report().Results.Select(Bare));
    }, iter: 300);

    [Fact]
    public void Validate_TextForTypes_IsReadOrRefused()
    {
        DataSchema schema = new DataSchemaBuilder()
            .Add(new ColumnRule { Name = "i", Type = ColumnType.Integer, Max = 5 })
            .Add(new ColumnRule { Name = "b", Type = ColumnType.Boolean })
            .AddTimestamp("t").Build();
        DataBatch data = new DataBatch()
            .Add("i", new string?[] { "1", "2.5", "7", "" })
            .Add("b", new string?[] { "true", "False", "1", null })
            .Add("t", new string?[] { "2026-11-26T12:00:00Z", "yesterday", "2026-11-26", "26" });
        RuleResult[] types = [.. DataValidator.Validate(schema, data).Results.Where(static result => result.Code == DataAnomalyCodes.TypeMismatch)];
        Assert.Equal([2L, 1, 2], types.Select(static result => result.ViolationCount));
        Assert.Equal(["9.9", ""], types[0].Examples);
    }

    [Fact]
    public void Validate_ColumnAbsentOrOfAnotherType_IsToldOnce()
    {
        DataSchema schema = new DataSchemaBuilder().AddNumber("x", min: 0).AddTimestamp("t").Add(new ColumnRule { Name = "o", Type = ColumnType.Text, IsRequired = false }).Build();
        RuleResult[] anomalies = [.. DataValidator.Validate(schema, new DataBatch().Add("t", new double[] { 1, 2 })).Anomalies];
        Assert.Equal([(DataAnomalyCodes.ColumnMissing, "x", 2L), (DataAnomalyCodes.TypeMismatch, "t", 2L)], anomalies.Select(static a => (a.Code, a.Column, a.ViolationCount)));
    }

    [Fact]
    public void Validate_Age_IsOfTheNewest()
    {
        DataSchema schema = new DataSchemaBuilder().AddTimestamp("t", TimeSpan.FromHours(1)).Build();
        var clock = new FakeTimeProvider(Noon);
        var validator = new DataValidator(schema, timeProvider: clock);
        Assert.Equal(double.NaN, Stale().Score);
        Assert.True(Stale().IsViolated);
        validator.Add(new DataBatch().Add("t", new[] { Noon.AddMinutes(-30), Noon.AddDays(-3) }));
        Assert.Equal((1800.0, 3600.0, false), (Stale().Score, Stale().Limit, Stale().IsViolated));
        clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal((3660.0, true), (Stale().Score, Stale().IsViolated));

        RuleResult Stale() => Assert.Single(validator.Report().Results, static result => result.Code == DataAnomalyCodes.Stale);
    }

    [Fact]
    public void Validate_HostilePattern_StopsWithinItsBound()
    {
        // The look-ahead keeps the pattern from the linear engine; the nested repetition then backtracks without end.
        DataSchema schema = new DataSchemaBuilder().AddText("t", pattern: "^(?=a)(a+)+$").Build();
        string?[] hostile = [.. Enumerable.Repeat(new string('a', 50) + "!", 1000)];
        var options = new DataValidatorOptions { PatternTimeout = TimeSpan.FromMilliseconds(5) };
        RuleResult result = DataValidator.Validate(schema, new DataBatch().Add("t", hostile), options).Anomalies.Single();
        Assert.Equal((10L, 10L, 990L), (result.CheckedCount, result.ViolationCount, result.SkippedCount));
    }

    [Fact]
    public void Validate_NestedRepetition_IsLinearOnHugeText()
    {
        DataSchema schema = new DataSchemaBuilder().AddText("t", pattern: "^(a+)+$").Build();
        DataBatch data = new DataBatch().Add("t", new string?[] { new string('a', 100_000) + "!", new('a', 100_000) });
        RuleResult result = DataValidator.Validate(schema, data, new DataValidatorOptions { PatternTimeout = TimeSpan.FromMinutes(1) }).Anomalies.Single();
        Assert.Equal((2L, 1L), (result.CheckedCount, result.ViolationCount));
    }

    [Fact]
    public void Validate_MoreDistinctThanRemembered_SaysSo()
    {
        DataSchema schema = new DataSchemaBuilder().Add(new ColumnRule { Name = "x", Type = ColumnType.Integer, IsUnique = true }).Build();
        DataBatch data = new DataBatch().Add("x", new long[] { 1, 2, 3, 4, 1, long.MaxValue });
        RuleResult result = DataValidator.Validate(schema, data, new DataValidatorOptions { MaxDistinct = 2 }).Anomalies.Single();
        Assert.Equal((3L, 1L, 3L), (result.CheckedCount, result.ViolationCount, result.SkippedCount));
    }

    [Fact]
    public void Validate_LongsBeyondDoubles_AreToldApart()
    {
        DataSchema schema = new DataSchemaBuilder().Add(new ColumnRule { Name = "x", Type = ColumnType.Integer, IsUnique = true }).Build();
        Assert.True(DataValidator.Validate(schema, new DataBatch().Add("x", new[] { long.MaxValue, long.MaxValue - 1 })).IsValid);
    }

    [Fact]
    public void Validate_Empty_KeepsAllButRowCounts()
    {
        DataSchema schema = new DataSchemaBuilder().AddNumber("x", 0, 1, 0).AddText("t", ["a"]).Rows(min: 1).Build();
        Assert.Equal([DataAnomalyCodes.TooFewRows], DataValidator.Validate(schema, new DataBatch()).Anomalies.Select(static anomaly => anomaly.Code));
    }

    [Fact]
    public void Validate_RowsOfAModel_AreReadByColumn()
    {
        DataSchema schema = new DataSchemaBuilder().AddNumber("a", max: 2).AddNumber("b", min: 10).Build();
        DataBatch rows = DataBatch.FromRows(["a", "b"], new float[] { 1, 11, 3, 12, float.NaN, 9 });
        DataQualityReport report = DataValidator.Validate(schema, rows);
        Assert.Equal([("a", 1L, 2L), ("b", 1, 3)], report.Anomalies.Select(static a => (a.Column!, a.ViolationCount, a.CheckedCount)));
        Assert.Throws<ArgumentException>(() => DataBatch.FromRows(["a", "b"], new float[3]));
    }

    [Fact]
    public void Add_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var validator = new DataValidator(new DataSchemaBuilder().AddNumber("x").Build());
        Assert.Throws<OperationCanceledException>(() => validator.Add(new DataBatch().Add("x", new double[10]), cancelled.Token));
    }

    [Fact]
    public void Add_ManyNamesAndRows_KeepsMemoryBounded()
    {
        var validator = new DataValidator(new DataSchemaBuilder().AddNumber("x", 0, 1).Build());
        DataBatch batch = new DataBatch().Add("x", new double[10_000]);
        Assert.InRange(Allocations.Fewest(() => validator.Add(batch), calls: 100), 0, 100 * 200);
    }

    [Fact]
    public void Batch_RaggedOrTwice_IsRefused()
    {
        DataBatch batch = new DataBatch().Add("x", new double[2]);
        Assert.Contains("'y' has 3 rows", Assert.Throws<ArgumentException>(() => batch.Add("y", new double[3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => batch.Add("x", new double[2]));
        Assert.Throws<ArgumentException>(() => batch.Add("z", new long[2], new bool[1]));
    }

    // How many columns were seen counts batches; nothing else may depend on the cut.
    private static (string Code, long Looked, long Broken, double Score, string Examples) Bare(RuleResult result) => (
        result.Code,
        result.Code == DataAnomalyCodes.ColumnUnknown ? 0 : result.CheckedCount,
        result.ViolationCount,
        result.Score,
        string.Join('|', result.Examples));
}
