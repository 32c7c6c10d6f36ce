using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Reports;

namespace ModelOps.Drift.Tests.Reports;

public sealed class DriftReportSourceTests
{
    [Fact]
    public async Task Create_EachFormat_WritesTheNewestWindows()
    {
        await using ServiceProvider services = Services();
        IModelReportSource source = services.GetRequiredService<IModelReportSource>();

        Assert.Equal("drift", source.Kind);
        string html = await WriteAsync(source, "1.2.0", "html");
        Assert.Contains("2 of 3 tested features have drifted", html, StringComparison.Ordinal);
        Assert.Contains("at most one false alarm a week", html, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(await WriteAsync(source, "1.2.0", "json"))!;
        Assert.Equal(5, json["windows"]!.AsArray().Count);
        JsonNode evidently = JsonNode.Parse(await WriteAsync(source, null, "evidently"))!;
        Assert.Equal(2, (int)evidently["metrics"]![0]!["result"]!["number_of_drifted_columns"]!);
    }

    [Fact]
    public async Task Create_NothingThere_IsNull()
    {
        await using ServiceProvider services = Services();
        IModelReportSource source = services.GetRequiredService<IModelReportSource>();

        Assert.Null(await source.CreateAsync("other", null, "html", TestContext.Current.CancellationToken));
        Assert.Null(await source.CreateAsync("credit", "9.9.9", "html", TestContext.Current.CancellationToken));
        Assert.Null(await source.CreateAsync("credit", "1.2.0", "pdf", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task List_Versions_TellsTheNewestWindow()
    {
        await using ServiceProvider services = Services();

        ModelReportEntry entry = Assert.Single(await services.GetRequiredService<IModelReportSource>().ListAsync(TestContext.Current.CancellationToken));

        Assert.Equal(new ModelReportEntry("credit", "1.2.0", ReportData.Start.AddDays(5)), entry);
    }

    [Fact]
    public async Task AddDriftReports_Twice_KeepsTheFirstOptions()
    {
        await using ServiceProvider services = Services(static builder => builder
            .AddDriftReports(static windows => new DriftReportOptions { Title = $"First, {windows.Count} windows", Promise = "as agreed." })
            .AddDriftReports(static _ => new DriftReportOptions { Title = "Second" }));

        string html = await WriteAsync(Assert.Single(services.GetServices<IModelReportSource>()), "1.2.0", "html");

        Assert.Contains("First, 5 windows", html, StringComparison.Ordinal);
        Assert.Contains("What an alarm promises: as agreed.", html, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Action<IModelOpsBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        IModelOpsBuilder builder = services.AddModelOps();
        (configure ?? (static builder => builder.AddDriftReports()))(builder);
        ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        foreach (DriftEvaluation window in ReportData.Windows(5)) { provider.GetRequiredService<DriftHistory>().Add(window); }
        return provider;
    }

    private static async Task<string> WriteAsync(IModelReportSource source, string? version, string format)
    {
        ModelReportContent? report = await source.CreateAsync("credit", version, format, TestContext.Current.CancellationToken);
        using var stream = new MemoryStream();
        await report!.WriteAsync(stream, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
