using System.Text;
using Microsoft.Extensions.Logging;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Quality;
using ModelOps.Drift.Quality.Imports;
using ModelOps.Drift.Quality.Suggestions;

namespace ModelOps.Drift.Tests.Quality;

public sealed class DataValidationGuideTests
{
    [Fact]
    public void Suggest_TrainingSet_IsStoredAndKept()
    {
        double[] area = [.. Enumerable.Range(20, 100).Select(static i => (double)i)];
        string?[] town = [.. Enumerable.Range(0, 100).Select(static i => i % 2 == 0 ? "Graz" : "Linz")];

        // <snippet:docs/guides/data-validation.md#1>
        DataBatch training = new DataBatch()
            .Add("area", area)                 // double[], float[], long[], bool[], string?[] or DateTimeOffset[]
            .Add("town", town);                // NaN and null are missing

        SchemaSuggestion suggestion = DataSchema.Suggest(training);
        foreach (SuggestedRule rule in suggestion.Rules)
        {
            Console.WriteLine($"{rule.Column}: {rule.Rule}, as {rule.Reason}");
        }

        byte[] file = DataSchemaFile.Write(suggestion.Schema);   // data-schema.json: read it, correct it, keep it with the model version
        // </snippet>

        Assert.True(DataValidator.Validate(DataSchemaFile.Read(file), training).IsValid);
        Assert.Contains(suggestion.Rules, static rule => rule is { Column: "town", Rule: "domain" });
    }

    [Fact]
    public void Validate_Orders_FindsAndLogsWithoutValues()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DataBatch[] batches = [new DataBatch()
            .Add("net", new double[] { 1, 5 }).Add("gross", new double[] { 2, 4 }).Add("town", new string?[] { "Graz", "Bonn" })
            .Add("code", new string?[] { "12-xyz", "34-abc" }).Add("id", new long[] { 1, 2 }).Add("at", new[] { now, now })];
        Assert.Equal([DataAnomalyCodes.OutOfDomain, DataAnomalyCodes.ComparisonBroken], Validate(batches, TestContext.Current.CancellationToken).Anomalies.Select(static a => a.Code));
    }

    [Fact]
    public void Requests_RowThatBreaksTheSchema_IsFound()
    {
        DataSchema schema = Schema();

        // <snippet:docs/guides/data-validation.md#4>
        var check = new SchemaInputCheck(schema, input: "x", columns: ["net", "gross"]);
        Func<InferenceTensorCollection, long> findRow = check.FindRow;   // rules.Check("schema", "rows that keep the schema", check.FindRow, input: "x")
        // </snippet>

        using var request = new InferenceRequest(ModelReference.ToModel("orders"));
        request.Inputs.Add("x", TensorDataType.Float32, [2, 2]);
        new float[] { 1, 2, 3, 2 }.CopyTo(request.Inputs[0].AsSpan<float>());
        Assert.Equal(1, findRow(request.Inputs));
    }

    [Fact]
    public void Files_OfOtherTools_AreReadAndWritten()
    {
        byte[] constraintsJson = Encoding.UTF8.GetBytes("{\"features\":[{\"name\":\"x\",\"inferred_type\":\"Integral\"}]}");
        byte[] statisticsJson = constraintsJson;
        DatasetProfile profile = new DatasetProfileBuilder().AddNumeric("x", PortableData.Uniform(1, 500)).Build();
        DriftReport driftReport = new DriftAnalyzer().Compare(profile, profile);

        // <snippet:docs/guides/data-validation.md#5>
        DataSchema imported = SageMakerBaseline.ReadConstraints(constraintsJson);
        SageMakerStatistics statistics = SageMakerBaseline.ReadStatistics(statisticsJson);
        byte[] evidently = EvidentlyJson.Write(driftReport, types: imported);
        // </snippet>

        Assert.Single(statistics.Features);
        Assert.Contains("\"number_of_columns\":1", Encoding.UTF8.GetString(evidently), StringComparison.Ordinal);
    }

    private static DataQualityReport Validate(IEnumerable<DataBatch> batches, CancellationToken cancellationToken)
    {
        DataSchema schema = Schema();
        var logger = new ListLogger();

        // <snippet:docs/guides/data-validation.md#3>
        var validator = new DataValidator(schema);
        foreach (DataBatch batch in batches) { validator.Add(batch, cancellationToken); }

        DataQualityReport report = validator.Report();
        report.LogTo(logger, "orders");
        foreach (RuleResult anomaly in report.Anomalies)
        {
            Console.WriteLine($"{anomaly.Column}: {anomaly.Code}, {anomaly.ViolationCount} of {anomaly.CheckedCount}, e.g. {string.Join(", ", anomaly.Examples)}");
        }
        // </snippet>

        Assert.Equal([4050, 4050, 4051], logger.Entries.Select(static entry => entry.Id));
        Assert.DoesNotContain(logger.Entries, static entry => entry.Message.Contains("Bonn", StringComparison.Ordinal));
        return report;
    }

    private static DataSchema Schema()
    {
        // <snippet:docs/guides/data-validation.md#2>
        DataSchema schema = new DataSchemaBuilder()
            .AddNumber("net", min: 0, max: 1e6, maxMissingShare: 0.01)
            .AddNumber("gross", min: 0)
            .AddText("town", domain: ["Graz", "Linz", "Wien"])
            .AddText("code", pattern: "^[0-9]{2}-[a-z]{3}$")
            .Add(new ColumnRule { Name = "id", Type = ColumnType.Integer, IsUnique = true })
            .AddTimestamp("at", maxAge: TimeSpan.FromHours(2))
            .Compare("net", ComparisonOperator.LessOrEqual, "gross")
            .Rows(min: 1)
            .Build();
        // </snippet>

        return schema;
    }

    private sealed class ListLogger : ILogger
    {
        public List<(int Id, string Message)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((eventId.Id, formatter(state, exception)));
    }
}
