using System.Text.Json.Nodes;
using System.Xml.Linq;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Quality.Imports;
using ModelOps.Drift.Reports;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Reports;

[Collection(nameof(Alone))]
public sealed class DriftReportsGuideTests
{
    [Fact]
    public async Task Guide_TwoDays_AreThreeFiles()
    {
        using var folder = new CurrentFolder();
        (double[] sundayIncomes, double[] mondayIncomes) = (PortableData.Uniform(2, 300), PortableData.Uniform(3, 300, 2));
        string[] sundayCities = [.. Enumerable.Range(0, 300).Select(static i => i % 3 == 0 ? "Basel" : "Bern")];
        string[] mondayCities = sundayCities;
        DatasetProfile reference = new DatasetProfileBuilder()
            .AddNumeric("income", PortableData.Uniform(1, 1000))
            .AddCategorical("city", [.. Enumerable.Range(0, 1000).Select(static i => i % 3 == 0 ? "Basel" : "Bern")])
            .Build();

        // <snippet:docs/guides/drift-reports.md#1>
        DateTimeOffset midnight = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var analyzer = new DriftAnalyzer();
        DriftEvaluation Evaluate(int day, double[] incomes, string[] cities)
        {
            DatasetProfile current = new DatasetProfileBuilder(reference).AddNumeric("income", incomes).AddCategorical("city", cities).Build();
            return new DriftEvaluation
            {
                Model = "credit",
                Version = "1.2.0",
                From = midnight.AddDays(day),
                To = midnight.AddDays(day + 1),
                Reference = reference,
                Current = current,
                Report = analyzer.Compare(reference, current),
            };
        }

        DriftEvaluation[] days = [Evaluate(0, sundayIncomes, sundayCities), Evaluate(1, mondayIncomes, mondayCities)];

        await using (FileStream page = File.Create("drift.html"))
        {
            await DriftHtmlReport.WriteAsync(page, days, new DriftReportOptions
            {
                Importances = new Dictionary<string, double> { ["income"] = 0.7, ["city"] = 0.1 },   // rank by what matters to the model
            });
        }

        await using (FileStream json = File.Create("drift.json"))
        {
            await DriftJsonReport.WriteAsync(json, days);
        }

        File.WriteAllBytes("drift-evidently.json", EvidentlyJson.Write(days[^1], EvidentlyFormat.DataDriftPreset));
        // </snippet>

        Assert.Contains("1 of 2 tested features has drifted", XDocument.Load("drift.html").Root!.Value, StringComparison.Ordinal);
        Assert.True((bool)JsonNode.Parse(File.ReadAllText("drift.json"))!["hasDrifted"]!);
        Assert.Equal(1, (int)JsonNode.Parse(File.ReadAllText("drift-evidently.json"))!["metrics"]![0]!["result"]!["number_of_drifted_columns"]!);
    }
}
