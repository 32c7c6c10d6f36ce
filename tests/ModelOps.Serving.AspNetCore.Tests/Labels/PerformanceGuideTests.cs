using System.Globalization;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.AspNetCore.Tests.Labels;

/// <summary>The guide's host, whole: calls over HTTP to a model that runs, estimates as by hand, and labels that come later.</summary>
public sealed class PerformanceGuideTests
{
    private const int Calls = 300;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guide_Host_EstimatesAsByHandAndJoinsLabels()
    {
        using TemporaryFolder folder = new();
        var random = new Random(1);
        double[] scores = [.. Enumerable.Range(0, 4000).Select(_ => random.NextDouble() < 0.5 ? 0.05 : 0.95)];
        CbpeReference reference = CbpeReference.Fit(scores, Array.ConvertAll(scores, static p => p > 0.5), Array.ConvertAll(scores, p => random.NextDouble() < p), IdentityCalibrator.Instance);
        string state = folder.File("state");
        await using WebApplication app = Build(folder, reference, state);

        // <snippet:docs/guides/performance-without-labels.md#2>
        app.MapModelOps();
        app.MapModelOpsLabels();    // POST /v2/admin/labels/credit {"id": "order-17", "label": 1}; callers must be authorised
        // </snippet>

        await app.StartAsync(Cancellation);
        using HttpClient client = new() { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Add("X-Operator", "1");
        await EventuallyAsync(() => app.Services.GetRequiredService<IModelHost>().Models.Any(static model => model.State == ModelState.Ready));
        await ScoreAsync(client, "first", 0.5f); // makes the version known, so that its reference is loaded
        IPerformanceHistory history = app.Services.GetRequiredService<IPerformanceHistory>();
        RecordedLogs logs = app.Services.GetRequiredService<RecordedLogs>();
        await EventuallyAsync(() => logs.Entries.Any(static entry => entry.Message.StartsWith("Performance of 'credit' 1.0.0 is estimated", StringComparison.Ordinal)));
        var byHand = new CbpeAccumulator(reference);
        for (int i = 0; i < Calls; i++)
        {
            float score = 0.4f + (0.2f * i / Calls);
            byHand.Add(score, score >= 0.5f);
            await ScoreAsync(client, $"order-{i}", score);
        }

        using HttpResponseMessage taken = await client.PostAsJsonAsync(
            "/v2/admin/labels/credit", new Dictionary<string, object> { ["labels"] = Enumerable.Range(0, Calls).Select(static i => new { id = $"order-{i}", label = i % 2 }).ToArray() }, Cancellation);
        Assert.StartsWith("""{"joined":300,""", await taken.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        IGroundTruth truth = app.Services.GetRequiredService<IGroundTruth>();

        // <snippet:docs/guides/performance-without-labels.md#3>
        LabelOutcome outcome = truth.AddLabel("credit", "order-17", 1);   // IGroundTruth of the services
        // </snippet>

        Assert.Equal(LabelOutcome.Duplicate, outcome);
        await EventuallyAsync(() => Counted(history) >= Calls);
        Assert.Equal(Calls, Counted(history));
        double right = byHand.Estimate()[PerformanceMetricNames.Accuracy].Value * Calls;
        Assert.Equal(right, history.Read("credit", "1.0.0").Sum(static window => window.Estimate!.Count * window.Estimate[PerformanceMetricNames.Accuracy].Value), 1e-6);
        await EventuallyAsync(() => Labelled(history) > 0);
        await app.StopAsync(Cancellation);
        Assert.Single(Directory.GetFiles(state, "*.performance.json"));
    }

    private static WebApplication Build(TemporaryFolder folder, CbpeReference reference, string state)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        RecordedLogs logs = new();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddSingleton(logs);

        // <snippet:docs/guides/performance-without-labels.md#1>
        builder.Services.AddModelOps()
            .AddServing(serving => serving.Models.Add(new() { Name = "credit", File = "models/credit.onnx" }))
            .AddPerformanceMonitoring(performance =>
            {
                performance.Models["credit"] = new PerformanceModelOptions
                {
                    Task = PredictionTask.BinaryClassification,
                    ReferenceFile = "models/cbpe-reference.json",   // not needed where the version was registered with it
                    LabelTimeToLive = TimeSpan.FromDays(7),
                };
                performance.StateDirectory = "/var/lib/credit";
            })
            .AddDriftAlerts(alerts => alerts.PendingWindows = 2);
        // </snippet>

        builder.Services.Configure<ServingOptions>(options => options.Models[0].File = folder.Write("credit.onnx", TestModels.Affine(scale: 1, offset: 0, columns: 1)));
        builder.Services.Configure<PerformanceMonitoringOptions>(options =>
        {
            options.StateDirectory = state;
            options.Models["credit"].ReferenceFile = folder.Write("cbpe-reference.json", CbpeReferenceFile.Write(reference));
            options.Models["credit"].Window = TimeSpan.FromSeconds(1);
            options.Models["credit"].LabelTimeToLive = TimeSpan.FromHours(1);
            options.Models["credit"].LabelWait = TimeSpan.Zero;
        });
        builder.Services.AddAuthorization().AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, OperatorHandler>("test", null);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        Assert.Empty(app.Services.GetRequiredService<IDriftAlerts>().Alerts);
        return app;
    }

    private static long Counted(IPerformanceHistory history) => history.Read("credit", "1.0.0").Sum(static window => window.Estimate?.Count ?? 0);

    private static long Labelled(IPerformanceHistory history) =>
        history.Read("credit", "1.0.0").Where(static window => window.Stage == PerformanceStage.Labelled).Sum(static window => window.Realised!.Performance.Count);

    private static async Task ScoreAsync(HttpClient client, string id, float score)
    {
        string body = string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{id}}","inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[{{score}}]}]}""");
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync(new Uri("/v2/models/credit/infer", UriKind.Relative), content, Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!holds()) { await Task.Delay(50, patience.Token); }
    }
}
