using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Drift;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;
using ModelOps.Serving;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Drift;

public sealed class DriftMonitoringGuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Guide_Host_WatchesARegisteredVersion()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        string folder = _folder.File("registry");
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;

        // <snippet:docs/guides/drift-monitoring.md#1>
        builder.Services.AddModelOps()
            .AddRegistry(registry => registry.Path = folder)
            .AddServing(serving => serving.Models.Add(new HostedModelOptions { Name = "demand", Aliases = { "champion" } }))
            .AddDriftMonitoring();
        // </snippet>

        using IHost host = builder.Build();
        IModelRegistry registry = host.Services.GetRequiredService<IModelRegistry>();
        double[] income = [.. Enumerable.Range(0, 100).Select(static i => i * 0.01)];
        double[] age = income;
        byte[] model = TestModels.Affine(1, 0, 2);

        // <snippet:docs/guides/drift-monitoring.md#2>
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("income", income).AddNumeric("age", age).Build();
        await registry.RegisterAsync(
            new ModelRegistration
            {
                Model = "demand",
                Version = new SemanticVersion(1, 0, 0),
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", model), reference.ToModelFile()],
                Parameters = new Dictionary<string, string> { ["features"] = "income age" },
            },
            cancellationToken);
        // </snippet>

        ModelVersion version = await registry.ResolveAsync(ModelReference.ToVersion("demand", "1.0.0"), cancellationToken);
        Assert.Equal(2, (await registry.FetchAsync(version, cancellationToken)).ReadDriftProfile()!.Features.Count);
        Assert.Empty(host.Services.GetRequiredService<IDriftHistory>().Versions);
    }

    [Fact]
    public void Guide_Windows_AreValidSettings()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/drift-monitoring.md#4>
        builder.Services.AddModelOps().AddDriftMonitoring(monitoring =>
        {
            monitoring.AlarmsPerWeek = 0.25;                              // one false alarm a month
            monitoring.Window.Kind = DriftWindowKind.Sliding;             // or Tumbling, or Session
            monitoring.Window.Length = TimeSpan.FromHours(1);
            monitoring.Window.Step = TimeSpan.FromMinutes(1);
            monitoring.Season.Count = 4;                                  // the same hour of the last four weeks
            monitoring.Season.Features.Add("load");                       // for this feature; the others keep the training data
            monitoring.Models["demand"] = new MonitoredModelOptions { EventTimeParameter = "happened_at" };
        });
        // </snippet>

        using IHost host = builder.Build();
        Assert.Equal(4, host.Services.GetRequiredService<IOptions<DriftMonitoringOptions>>().Value.Season.Count);
    }

    [Fact]
    public async Task Guide_Observer_TellsWhatDrifted()
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("income", [.. Enumerable.Range(0, 100).Select(static i => (double)i)]).Build();
        DatasetProfile current = new DatasetProfileBuilder(reference).AddNumeric("income", [.. Enumerable.Range(0, 100).Select(static i => i + 50.0)]).Build();
        using var log = new StringWriter();
        DateTimeOffset from = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        DriftReport report = new DriftAnalyzer().Compare(reference, current);
        await new Pager(log).OnEvaluatedAsync(
            new DriftEvaluation
            {
                Model = "demand",
                Version = "1.0.0",
                From = from,
                To = from.AddHours(1),
                Reference = reference,
                Current = current,
                Report = report with { Features = [.. report.Features.Select(feature => feature with { Since = from })] },
            },
            TestContext.Current.CancellationToken);
        Assert.Equal("demand 1.0.0: income has drifted since 2026-03-02 12:00:00Z", log.ToString().Trim());
    }

    // <snippet:docs/guides/drift-monitoring.md#5>
    internal sealed class Pager(TextWriter log) : IDriftEvaluationObserver
    {
        public async ValueTask OnEvaluatedAsync(DriftEvaluation evaluation, CancellationToken cancellationToken = default)
        {
            foreach (FeatureDrift feature in evaluation.Report.Features.Where(feature => feature.HasDrifted))
            {
                await log.WriteLineAsync($"{evaluation.Model} {evaluation.Version}: {feature.Feature} has drifted since {feature.Since:u}");
            }
        }
    }
    // </snippet>
}
