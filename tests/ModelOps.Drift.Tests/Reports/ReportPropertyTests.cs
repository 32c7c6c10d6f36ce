using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CsCheck;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Quality.Imports;
using ModelOps.Drift.Reports;
using ModelOps.Drift.Reports.Charts;

namespace ModelOps.Drift.Tests.Reports;

public sealed class ReportPropertyTests
{
    private static readonly Gen<double> Value = Gen.OneOf(
        Gen.Double, Gen.Double[-1, 1], Gen.Int[0, 5].Select(static i => (double)i),
        OneOf(0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -double.MaxValue, double.Epsilon, 1e300));

    private static readonly Gen<string> Name = Gen.OneOf(Gen.String[1, 30], OneOf(ReportData.Hostile, "a", " ", "\uDC00", "😀<"));

    private static readonly Gen<(double[] Reference, double[] Current)> Numbers = Gen.Select(
        Gen.OneOf(Value.Array[0, 60], Gen.Double[-3, 8].Array[200, 700]), Gen.OneOf(Value.Array[0, 60], Gen.Double[-3, 8].Array[50, 300]));

    private static readonly Gen<(string?[] Reference, string?[] Current)> Names = Gen.Select(Name.Null(0.1).Array[0, 60], Name.Null(0.1).Array[0, 60]);

    [Fact]
    public void Write_AnyData_IsWellFormedInEveryFormat() => Gen.Select(Numbers, Names, Name, Gen.Int[1, 4]).Sample(
        static (numbers, names, name, windows) =>
        {
            DatasetProfile reference = new DatasetProfileBuilder().AddNumeric(name, numbers.Reference).AddCategorical(name + "2", names.Reference).Build();
            DatasetProfile current = new DatasetProfileBuilder(reference).AddNumeric(name, numbers.Current).AddCategorical(name + "2", names.Current).Build();
            DriftEvaluation[] days = [.. Enumerable.Range(0, windows).Select(i => ReportData.Window(i, current, reference) with { Model = name })];

            XDocument page = XDocument.Parse(Encoding.UTF8.GetString(DriftHtmlReportTests.Bytes(days, new DriftReportOptions { Importances = new Dictionary<string, double> { [name] = 2 } })));
            Assert.Equal(2, page.Descendants().Count(static element => element.Name.LocalName == "article"));
            Assert.DoesNotContain(page.Descendants(), static element => element.Name.LocalName == "script");
            Assert.All(page.Descendants().Where(static element => element.Name.NamespaceName.EndsWith("svg", StringComparison.Ordinal)).Attributes(), static attribute =>
                Assert.DoesNotContain("NaN", attribute.Name.LocalName is "aria-label" ? "" : attribute.Value, StringComparison.Ordinal));

            var json = new System.Buffers.ArrayBufferWriter<byte>();
            DriftJsonReport.Write(json, days);
            Assert.NotNull(JsonNode.Parse(json.WrittenSpan));
            foreach (EvidentlyFormat format in Enum.GetValues<EvidentlyFormat>()) { Assert.NotNull(JsonNode.Parse(EvidentlyJson.Write(days[0], format))); }
        },
        iter: 100);

    [Fact]
    public void Distribution_AnyData_HoldsEveryValueOnce() => Gen.Select(Numbers, Names).Sample(
        static (numbers, names) =>
        {
            DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", numbers.Reference).AddCategorical("y", names.Reference).Build();
            DatasetProfile current = new DatasetProfileBuilder(reference).AddNumeric("x", numbers.Current).AddCategorical("y", names.Current).Build();
            foreach (FeatureProfile feature in reference.Features)
            {
                FeatureProfile now = current.Find(feature.Name)!;
                var distribution = Distribution.Of(feature, now);

                // Without a reference there are no edges to count between.
                bool counted = feature is CategoricalFeatureProfile || feature.Counts.Length > 1;
                Assert.Equal((counted ? feature.Count : 0, counted ? now.Count : 0), (distribution.ReferenceTotal, distribution.CurrentTotal));
                Assert.True(distribution.Bars.Count <= 50);
                if (distribution.IsScaled)
                {
                    DistributionBar[] bars = [.. distribution.Bars.Where(static bar => !double.IsNaN(bar.Left))];
                    Assert.All(bars, static bar => Assert.True(bar.Left < bar.Right));
                    Assert.All(bars.Zip(bars.Skip(1)), static pair => Assert.Equal(pair.First.Right, pair.Second.Left));
                }
            }
        },
        iter: 300);

    [Fact]
    public void Write_HugeCounts_AreWrittenWhole()
    {
        DatasetProfile reference = ReportData.Reference;
        DatasetProfile current = ReportData.Profile(3, 500);
        for (int i = 0; i < 45; i++) { (reference, current) = (reference.Merge(reference), current.Merge(current)); }

        XDocument page = XDocument.Parse(Encoding.UTF8.GetString(DriftHtmlReportTests.Bytes([ReportData.Window(0, current, reference)], null)));

        Assert.Contains("70,368,744,177,664,000", page.Root!.Value, StringComparison.Ordinal); // 2,000 · 2^45
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
