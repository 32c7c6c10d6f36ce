using System.Globalization;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class ModelHostReportTests
{
    [Fact]
    public async Task Start_ReportIsLoggedOnceWithWhatIsServedAndWhatIsNot()
    {
        using TemporaryFolder folder = new();
        string good = folder.Write("good.onnx", TestModels.Affine(1f, 10f, columns: 1));
        folder.Write("good.golden.jsonl", """{"request": {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 1], "data": [3]}]}, "response": {"outputs": [{"name": "y", "datatype": "FP32", "shape": [1, 1], "data": [13]}]}}"""u8.ToArray());
        string bad = folder.Write("bad.onnx", [1, 2, 3]);
        using TestHost host = new(o =>
        {
            o.MaxResidentBytes = 1 << 30;
            o.Models.Add(new HostedModelOptions { Name = "good", File = good, Runtime = "onnxruntime" });
            o.Models.Add(new HostedModelOptions { Name = "bad", File = bad, Runtime = "guarded", IsRequired = false });
            o.Models.Add(new HostedModelOptions { Name = "later", File = good, IsLazy = true });
        });

        await host.StartAsync();
        await Eventually.TrueAsync(() => host.Logs.Any(static l => l.Id.Id == 2024), "the report is logged");

        string text = host.Logs.Single(static l => l.Id.Id == 2024).Message;
        Assert.Contains($"Host: {Environment.ProcessorCount} processors", text, StringComparison.Ordinal);
        Assert.Contains("good:1.0.0, sha256:", text, StringComparison.Ordinal);
        Assert.Contains("with recorded calls, 1 recorded calls agree", text, StringComparison.Ordinal);
        Assert.Contains("onnxruntime.intra_op_threads: 1", text, StringComparison.Ordinal);
        Assert.Contains("bad:1.0.0: Unavailable", text, StringComparison.Ordinal);
        Assert.Contains("later: Unavailable, it is not loaded", text, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, text, StringComparison.Ordinal);
        ModelReport report = Assert.Single(host.Host.GetReport().Models);
        Assert.Equal(("good", "onnxruntime", 1), (report.Model, report.Runtime, report.GoldenCalls));
        await host.StopAsync();
    }

    [Theory]
    [InlineData("150000 100000\n", 1.5)]
    [InlineData("max 100000\n", null)]
    [InlineData("", null)]
    public void ReadProcessorQuota_OfVersion2(string content, double? expected)
    {
        using TemporaryFolder folder = new();

        Assert.Equal(expected, MachineFacts.ReadProcessorQuota(folder.Write("cpu.max", System.Text.Encoding.UTF8.GetBytes(content))));
    }

    [Fact]
    public void ProcessorCount_ConsidersTheQuota()
    {
        double? quota = MachineFacts.ReadProcessorQuota();
        Assert.SkipWhen(quota is null || Environment.GetEnvironmentVariable("DOTNET_PROCESSOR_COUNT") is not null, "No quota is set here.");

        Assert.True(Environment.ProcessorCount <= Math.Ceiling(quota!.Value), quota.Value.ToString(CultureInfo.InvariantCulture));
    }
}
