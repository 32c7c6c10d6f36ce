using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Reports;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Reports;

public sealed class DriftJsonReportTests
{
    private const string Python = "/usr/bin/python3";

    private static string SchemaFile => Path.Combine(SharedFiles.RepositoryRoot, "docs", "schemas", "drift-report.schema.json");

    public static TheoryData<string> Cases => [.. Reports().Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_Report_HasTheFieldsOfTheSchemaAndNoOthers(string name)
    {
        // The schema is open, so that a later version may add fields; here it is closed, so that none goes undescribed.
        using var folder = new TemporaryFolder();
        JsonNode schema = JsonNode.Parse(File.ReadAllText(SchemaFile))!;
        Close(schema);
        folder.Write("closed.json", System.Text.Encoding.UTF8.GetBytes(schema.ToJsonString()));

        Assert.Empty(new JsonSchema(folder.File("closed.json")).Validate(JsonNode.Parse(Reports()[name])));

        static void Close(JsonNode? node)
        {
            if (node is JsonArray items)
            {
                foreach (JsonNode? item in items) { Close(item); }
            }
            else if (node is JsonObject rules)
            {
                foreach (JsonNode? rule in rules.Select(static rule => rule.Value).ToArray()) { Close(rule); }
                if (rules["properties"] is JsonObject && rules["type"] is JsonValue) { rules["additionalProperties"] = false; }
            }
        }
    }

    [Fact]
    public async Task Write_Report_PassesAnotherValidator()
    {
        Assert.SkipUnless(File.Exists(Python) && await PythonAsync("import jsonschema") == 0, "python3-jsonschema is not installed (apt-get install python3-jsonschema).");
        using var folder = new TemporaryFolder();
        foreach ((string name, byte[] report) in Reports())
        {
            folder.Write(name, report);
            Assert.Equal(0, await PythonAsync("import json,sys,jsonschema; s=json.load(open(sys.argv[1])); jsonschema.Draft202012Validator.check_schema(s); jsonschema.validate(json.load(open(sys.argv[2])), s, jsonschema.Draft202012Validator)", SchemaFile, folder.File(name)));
        }
    }

    [Fact]
    public void Write_Numbers_AreThoseOfTheReport()
    {
        DriftEvaluation[] windows = ReportData.Windows(5);
        DriftReport report = windows[^1].Report;

        JsonNode json = JsonNode.Parse(Bytes(windows, null))!;

        Assert.Equal(report.Features.Count, json["features"]!.AsArray().Count);
        foreach (JsonNode? written in json["features"]!.AsArray())
        {
            FeatureDrift feature = report.Features.Single(feature => feature.Feature == (string)written!["feature"]!);
            Assert.Equal(
                (feature.Value, feature.PValue, feature.AdjustedPValue, feature.EffectSize, feature.MinimumDetectableEffect, feature.CriticalValue),
                ((double)written!["value"]!, (double)written["pValue"]!, (double)written["adjustedPValue"]!, (double)written["effectSize"]!, (double)written["minimumDetectableEffect"]!, (double)written["criticalValue"]!));
            Assert.Equal(feature.Verdict.ToString(), (string)written["verdict"]!);
            Assert.Equal(
                windows.Select(window => window.Report.Features.Single(other => other.Feature == feature.Feature).EffectSize),
                written["history"]!["effectSize"]!.AsArray().Select(static value => (double)value!));
            Assert.Equal(feature.ReferenceCount, written["distribution"]!.AsArray().Sum(static bar => (long)bar!["reference"]!));
            Assert.Equal(feature.CurrentCount, written["distribution"]!.AsArray().Sum(static bar => (long)bar!["current"]!));
        }

        JsonNode income = json["features"]!.AsArray().Single(static feature => (string)feature!["feature"]! == "income")!;
        Assert.Equal((1, 1), ((int)income["current"]!["missing"]!, (int)income["current"]!["nonFinite"]!));
    }

    [Fact]
    public async Task WriteAsync_SameInput_GivesTheSameBytesInEveryCulture()
    {
        DriftEvaluation[] windows = ReportData.Windows(3);
        byte[] expected = Bytes(windows, DriftHtmlReportTests.Everything());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = DriftHtmlReportTests.Foreign();
            using var stream = new MemoryStream();
            await DriftJsonReport.WriteAsync(stream, [.. windows.Reverse()], DriftHtmlReportTests.Everything(), TestContext.Current.CancellationToken);
            Assert.Equal(expected, stream.ToArray());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Write_HiddenFeatures_AreCounted()
    {
        JsonNode json = JsonNode.Parse(Bytes(ReportData.Windows(4), new DriftReportOptions { MaxListedFeatures = 2, MaxDetailedFeatures = 1, MaxWindows = 3 }))!;

        Assert.Equal((1, 1, 3), ((int)json["omittedFeatures"]!, (int)json["omittedWindows"]!, json["windows"]!.AsArray().Count));
        Assert.NotNull(json["features"]![0]!["distribution"]);
        Assert.Null(json["features"]![1]!["distribution"]);
        Assert.Null(json["features"]![1]!["history"]);
    }

    private static Dictionary<string, byte[]> Reports()
    {
        DriftEvaluation[] windows = ReportData.Windows(4);
        DatasetProfile empty = new DatasetProfileBuilder().AddNumeric("none", Array.Empty<double>()).AddCategorical(ReportData.Hostile, [null]).Build();
        FeatureDrift infinite = windows[0].Report.Features[0] with { EffectSize = double.PositiveInfinity, Value = double.NegativeInfinity };
        return new Dictionary<string, byte[]>
        {
            ["one"] = Bytes(windows[..1], null),
            ["all"] = Bytes(windows, DriftHtmlReportTests.Everything()),
            ["empty"] = Bytes([ReportData.Window(0, empty, empty) with { Model = ReportData.Hostile }], null),
            ["infinite"] = Bytes([windows[0] with { Report = windows[0].Report with { Features = [infinite] } }], null),
        };
    }

    private static byte[] Bytes(IReadOnlyList<DriftEvaluation> windows, DriftReportOptions? options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DriftJsonReport.Write(buffer, windows, options);
        return buffer.WrittenSpan.ToArray();
    }

    private static async Task<int> PythonAsync(string script, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Python, ["-c", script, .. arguments]) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
