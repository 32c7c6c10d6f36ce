using System.Text;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Tracking;

[Collection(nameof(ReadmeTests))]
public sealed class TrackingGuideTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Guide_RunLogged_IsFoundWithItsCurve()
    {
        _folder.Write("report.html", "<p>good</p>"u8.ToArray());

        // <snippet:docs/guides/tracking.md#1>
        using TrackingStore tracking = TrackingStore.OpenFolder("modelops-registry"); // tracking.db
        using FolderArtifactStore artifacts = FolderArtifactStore.Open("modelops-registry/artifacts");

        Experiment experiment = await tracking.FindExperimentAsync("demand")
            ?? await tracking.CreateExperimentAsync(new ExperimentCreation { Name = "demand" });
        TrackingRun run = await tracking.CreateRunAsync(new RunCreation
        {
            ExperimentId = experiment.Id,
            Name = "lightgbm, 300 trees",
            IdempotencyKey = "nightly-2026-11-26", // repeated after a lost answer, this is still one run
        });

        await tracking.LogBatchAsync(new RunBatch // all of it or nothing
        {
            RunId = run.Id,
            Params = [new("trees", "300"), new("learning_rate", "0.05")],
            Metrics = [new("mae", 431.0, DateTimeOffset.UtcNow, Step: 100), new("mae", 412.3, DateTimeOffset.UtcNow, Step: 300)],
            Tags = [new("team", "forecasting")],
        });
        await tracking.LogInputsAsync(new RunInputs
        {
            RunId = run.Id,
            Datasets = [new DatasetInput(new Dataset { Name = "sales", Digest = "9f86d081", SourceType = "local", Source = "{\"uri\":\"sales.parquet\"}" })],
        });

        string folder = run.ArtifactUri[artifacts.RootUri.Length..]; // files lie under the URI of their run
        await using (FileStream report = File.OpenRead("report.html"))
        {
            await artifacts.PutAsync($"{folder}/report.html", report);
        }

        await tracking.UpdateRunAsync(new RunUpdate { RunId = run.Id, Status = RunStatus.Finished, EndTime = DateTimeOffset.UtcNow });
        // </snippet>

        // <snippet:docs/guides/tracking.md#2>
        TrackingPage<TrackingRun> best = await tracking.SearchRunsAsync(new RunQuery
        {
            ExperimentIds = [experiment.Id],
            Filter = new TrackingFilter(
                TrackingCondition.OfNumber(TrackingEntity.Metric, "mae", TrackingOperator.Less, 500),
                TrackingCondition.OfText(TrackingEntity.Tag, "team", TrackingOperator.Equal, "forecasting"),
                TrackingCondition.OfText(TrackingEntity.Attribute, TrackingAttributes.Status, TrackingOperator.Equal, "FINISHED")),
            OrderBy = [new TrackingOrder(TrackingEntity.Metric, "mae")],
            PageSize = 10,
        });
        TrackingPage<RunMetric> curve = await tracking.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = best.Items[0].Id, Key = "mae" });
        // </snippet>

        TrackingRun found = Assert.Single(best.Items);
        Assert.Equal((run.Id, RunStatus.Finished, 412.3), (found.Id, found.Status, found.Metrics[0].Value));
        Assert.Equal("sales", found.Datasets[0].Dataset.Name);
        Assert.Equal([431.0, 412.3], curve.Items.Select(static m => m.Value));
        await using ArtifactContent content = await artifacts.OpenAsync($"{folder}/report.html", cancellationToken: TestContext.Current.CancellationToken);
        using StreamReader reader = new(content.Stream, Encoding.UTF8, leaveOpen: true);
        Assert.Equal("<p>good</p>", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
