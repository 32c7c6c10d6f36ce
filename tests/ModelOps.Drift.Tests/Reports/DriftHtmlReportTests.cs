using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Reports;

namespace ModelOps.Drift.Tests.Reports;

public sealed class DriftHtmlReportTests
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Write_DriftingWindows_SaysSoInWordsWithTheReportsNumbers()
    {
        DriftEvaluation[] windows = ReportData.Windows(6);
        DriftReport report = windows[^1].Report;

        XDocument page = Page(windows);

        Assert.Contains("2 of 3 tested features have drifted", Text(page.Root!), StringComparison.Ordinal);
        XElement[] rows = [.. Section(page, "features").Descendants(Html + "tbody").Single().Elements()];
        Assert.Equal(
            [.. report.Features.OrderByDescending(static feature => feature.EffectSize / feature.MinimumEffect).Select(static feature => feature.Feature)],
            rows.Select(static row => row.Element(Html + "th")!.Value));
        foreach (XElement row in rows)
        {
            FeatureDrift feature = report.Features.Single(feature => feature.Feature == row.Element(Html + "th")!.Value);
            Assert.Equal(
                [feature.EffectSize, feature.MinimumEffect, feature.AdjustedPValue],
                row.Descendants(Html + "data").Select(static data => double.Parse(data.Attribute("value")!.Value, CultureInfo.InvariantCulture)));
            Assert.Contains(feature.HasDrifted ? "▲ drifted" : "● stable", row.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_Distributions_CountEveryValueOnce()
    {
        XDocument page = Page(ReportData.Windows(4));

        XElement[] articles = [.. page.Descendants(Html + "article")];
        Assert.Equal(3, articles.Length);
        foreach (XElement article in articles)
        {
            long[] counts = [.. article.Descendants(Html + "details").Last().Descendants(Html + "data").Select(static data => long.Parse(data.Attribute("value")!.Value, CultureInfo.InvariantCulture))];
            Assert.Equal(2000, counts.Where(static (_, i) => i % 2 == 0).Sum());
            Assert.Equal(500, counts.Where(static (_, i) => i % 2 == 1).Sum());
            Assert.Equal(2, article.Descendants(Svg + "svg").Count());
        }
    }

    [Fact]
    public void Write_Page_NeedsNothingAndAllowsNothing()
    {
        XDocument page = Page(ReportData.Windows(3), Everything());

        Assert.DoesNotContain(page.Descendants(), static element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "object" or "form" or "base");
        Assert.DoesNotContain(page.Descendants().Attributes(), static attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName is "style" or "src");
        Assert.All(page.Descendants().Attributes("href"), static link => Assert.StartsWith("#", link.Value, StringComparison.Ordinal));
        string style = page.Descendants(Html + "style").Single().Value;
        string policy = page.Descendants(Html + "meta").Single(static meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!.Value;
        Assert.Contains($"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Page_IsAccessible()
    {
        XDocument page = Page(ReportData.Windows(3), Everything());

        Assert.Equal("en", page.Root!.Attribute("lang")!.Value);
        XElement[] drawings = [.. page.Descendants(Svg + "svg")];
        Assert.NotEmpty(drawings);
        Assert.All(drawings, static drawing =>
        {
            Assert.Equal("img", drawing.Attribute("role")!.Value);
            Assert.NotEmpty(drawing.Element(Svg + "title")!.Value);
            Assert.NotEmpty(drawing.Element(Svg + "desc")!.Value);
        });
        Assert.All(page.Descendants(Html + "th"), static heading => Assert.NotNull(heading.Attribute("scope")));
        string[] ids = [.. page.Descendants().Attributes("id").Select(static id => id.Value)];
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        Assert.All(page.Descendants().Attributes("href"), link => Assert.Contains(link.Value[1..], ids));
    }

    [Fact]
    public void Write_HostileNames_StayText()
    {
        DatasetProfile reference = new DatasetProfileBuilder()
            .AddNumeric(ReportData.Hostile, PortableData.Uniform(1, 200))
            .AddCategorical(ReportData.Hostile + "2", [.. Enumerable.Repeat(ReportData.Hostile, 100)])
            .AddCategorical(new string('x', 100_000), [.. Enumerable.Repeat(string.Concat(Enumerable.Repeat("😀", 5000)), 100)])
            .Build();
        DriftEvaluation window = ReportData.Window(0, reference, reference) with { Model = ReportData.Hostile, Version = ReportData.Hostile };

        XDocument page = Page([window, window with { From = window.From.AddDays(-1) }], new DriftReportOptions
        {
            Title = ReportData.Hostile,
            Note = ReportData.Hostile,
            WindowLabel = static _ => ReportData.Hostile,
            Segments = [new SegmentDrift(ReportData.Hostile, ReportData.Hostile, window.Report)],
            Joint = [new JointDriftWindow(window.From, window.To, ReportData.Hostile, 1, 0.5)],
            Performance = [new PerformanceWindow(window.From, window.To, new PerformanceEstimate(1, 0, [new MetricEstimate(ReportData.Hostile, 1, 1, 1)]))],
        });

        Assert.DoesNotContain(page.Descendants(), static element => element.Name.LocalName == "script");
        Assert.Contains("</style><script>alert('x')</script>&amp;\" onload=\"x\u202E\uFFFD\uFFFD \uFFFD]]>", page.Descendants(Html + "h1").Single().Value, StringComparison.Ordinal);
        Assert.True(Bytes([window], null).Length < 100_000);
    }

    [Fact]
    public void Write_WorseData_IsSaidWhateverTheDistribution()
    {
        double[] values = PortableData.Uniform(1, 400);
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("gaps", values).AddNumeric("whole", values).AddCategorical("kind", [.. values.Select(static _ => "a")]).Build();
        DatasetProfile current = new DatasetProfileBuilder(reference)
            .AddNumeric("gaps", [.. values.Select(static (value, i) => i % 4 == 0 ? double.NaN : i % 20 == 1 ? double.PositiveInfinity : value)])
            .AddNumeric("whole", values)
            .AddCategorical("kind", [.. values.Select(static (_, i) => i % 50 == 0 ? "b" : "a")])
            .Build();

        XDocument page = Page([ReportData.Window(0, current, reference)]);

        Assert.Contains("1 feature has more missing or infinite values than the reference: gaps.", Text(page.Root!), StringComparison.Ordinal);
        XElement[] rows = [.. Section(page, "quality").Descendants(Html + "tbody").Single().Elements()];
        Assert.Equal(["gaps", "kind"], rows.Select(static row => row.Element(Html + "th")!.Value));
        Assert.Equal(["! 0 % → 25 %", "! 0 % → 5 %", "0 % → 0 %"], rows[0].Elements(Html + "td").Select(static cell => cell.Value));
        Assert.Equal(["0 % → 0 %", "0 % → 0 %", "! 0 % → 2 %"], rows[1].Elements(Html + "td").Select(static cell => cell.Value));
        XElement article = page.Descendants(Html + "article").Single(static article => article.Element(Html + "h3")!.Value.StartsWith("gaps", StringComparison.Ordinal));
        Assert.Contains("30 % of its values are missing, 0 % before.", article.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EmptyConstantAndMissing_StaysQuietAndWellFormed()
    {
        DatasetProfile empty = new DatasetProfileBuilder().AddNumeric("none", Array.Empty<double>()).AddNumeric("nan", (double[])[double.NaN, double.NaN]).AddNumeric("one", (double[])[3.5]).AddCategorical("null", [null]).Build();
        DatasetProfile nothing = new DatasetProfileBuilder(empty).Build();
        DatasetProfile huge = new DatasetProfileBuilder().AddNumeric("huge", [.. Enumerable.Range(-100, 201).Select(static i => i / 100.0 * double.MaxValue)]).Build();
        DatasetProfile without = new DatasetProfileBuilder().Build();

        foreach (DriftEvaluation window in (DriftEvaluation[])[ReportData.Window(0, nothing, empty), ReportData.Window(0, huge, huge), ReportData.Window(0, without, without), ReportData.Window(0, without, empty)])
        {
            XDocument page = Page([window, ReportData.Window(1, window.Current, window.Reference)]);

            Assert.DoesNotContain("NaN", page.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("drifted since", Text(page.Root!), StringComparison.Ordinal);
            Assert.Contains(window.Report.TestedCount == 0 ? "Nothing could be tested" : "No drift", Text(page.Root!), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_ThousandFeaturesFiveHundredWindows_IsBounded()
    {
        string[] names = [.. Enumerable.Range(0, 1000).Select(static i => $"feature {i}")];
        DatasetProfile reference = Profile(new DatasetProfileBuilder(), 0);
        DriftEvaluation first = ReportData.Window(0, Profile(new DatasetProfileBuilder(reference), 0.3), reference);
        DriftEvaluation[] windows = [.. Enumerable.Range(0, 600).Select(i => first with { From = first.From.AddDays(i), To = first.To.AddDays(i) })];

        byte[] bytes = Bytes(windows, null);

        XDocument page = Parse(bytes);
        Assert.InRange(bytes.Length, 100_000, 3_000_000);
        Assert.Equal(20, page.Descendants(Html + "article").Count());
        Assert.Equal(1000, Section(page, "features").Descendants(Html + "tbody").Single().Elements().Count());
        Assert.Contains("100 older windows are not shown", Text(page.Root!), StringComparison.Ordinal);

        DatasetProfile Profile(DatasetProfileBuilder builder, double shift)
        {
            double[] values = [.. PortableData.Uniform(9, 60).Select(value => value + shift)];
            foreach (string name in names) { builder.AddNumeric(name, values); }
            return builder.Build();
        }
    }

    [Fact]
    public async Task WriteAsync_SameInput_GivesTheSameBytesInEveryCulture()
    {
        DriftEvaluation[] windows = ReportData.Windows(5);
        byte[] expected = Bytes(windows, Everything());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Foreign();
            using var stream = new MemoryStream();
            await DriftHtmlReport.WriteAsync(stream, [.. windows.Reverse()], Everything(), TestContext.Current.CancellationToken);
            Assert.Equal(expected, stream.ToArray());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task WriteAsync_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DriftHtmlReport.WriteAsync(Stream.Null, ReportData.Windows(1), cancellationToken: source.Token));
    }

    [Fact]
    public void Write_BadArguments_SaysWhatMendsIt()
    {
        DriftEvaluation window = ReportData.Windows(1)[0];

        Assert.Contains("at least one", Assert.Throws<ArgumentException>(static () => Bytes([], null)).Message, StringComparison.Ordinal);
        Assert.Contains("one report for each version", Assert.Throws<ArgumentException>(() => Bytes([window, window with { Version = "2.0.0" }], null)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes([window], new DriftReportOptions { MaxWindows = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes([window], new DriftReportOptions { MaxDetailedFeatures = 1001 }));
    }

    [Fact]
    public void Write_Importances_RankByImpactAndSinceIsTheFirstOfTheRow()
    {
        DriftEvaluation[] windows = ReportData.Windows(6);
        var importances = new Dictionary<string, double> { ["income"] = 1000, ["city"] = 1, ["constant"] = 0 };

        XDocument page = Page(windows, new DriftReportOptions { Importances = importances });

        XElement first = Section(page, "features").Descendants(Html + "tbody").Single().Elements().First();
        Assert.Equal("income", first.Element(Html + "th")!.Value);
        int since = Array.FindLastIndex(windows, static window => !window.Report.Features.Single(static feature => feature.Feature == "income").HasDrifted) + 1;
        Assert.Equal(ReportData.Start.AddDays(since).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), first.Elements().SkipLast(1).Last().Value);
    }

    // Made here, because hosts without ICU have no other culture than the invariant one.
    internal static CultureInfo Foreign()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "~";
        culture.NumberFormat.PercentSymbol = "pct";
        culture.DateTimeFormat.TimeSeparator = "h";
        culture.DateTimeFormat.DateSeparator = "/";
        return culture;
    }

    internal static DriftReportOptions Everything()
    {
        DriftReport report = ReportData.Windows(1)[0].Report;
        return new DriftReportOptions
        {
            Importances = new Dictionary<string, double> { ["income"] = 3 },
            Performance = [.. Enumerable.Range(0, 3).Select(i => new PerformanceWindow(
                ReportData.Start.AddDays(i), ReportData.Start.AddDays(i + 1),
                new PerformanceEstimate(500, 1, [new MetricEstimate("accuracy", 0.9 - (0.1 * i), 0.9, 0.01), new MetricEstimate("precision", double.NaN, 0.8, 0.01)])))],
            Segments = [new SegmentDrift("city", "Bern", report), new SegmentDrift("city", null, report)],
            Joint = [new JointDriftWindow(ReportData.Start, ReportData.Start.AddDays(1), "squared maximum mean discrepancy", 0.02, 0.01)],
            Note = "From a test.",
        };
    }

    internal static byte[] Bytes(IReadOnlyList<DriftEvaluation> windows, DriftReportOptions? options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DriftHtmlReport.Write(buffer, windows, options);
        return buffer.WrittenSpan.ToArray();
    }

    private static XDocument Page(IReadOnlyList<DriftEvaluation> windows, DriftReportOptions? options = null) => Parse(Bytes(windows, options));

    private static XDocument Parse(byte[] bytes) => XDocument.Parse(Encoding.UTF8.GetString(bytes));

    private static XElement Section(XDocument page, string id) =>
        page.Descendants(Html + "section").Single(section => section.Elements(Html + "h2").Any(heading => (string?)heading.Attribute("id") == id));

    private static string Text(XElement element) => element.Value;
}
