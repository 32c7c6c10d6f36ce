using Xunit;

namespace ModelOps.Conformance;

public abstract partial class TrackingStoreContractTests
{
    [Fact]
    public async Task CreateRunAsync_WithAll_IsReadBack()
    {
        string experiment = await ExperimentAsync("e");
        TrackingRun created = await Store.CreateRunAsync(
            new RunCreation { ExperimentId = experiment, Name = "r1", UserId = "ada", StartTime = At(-5), Tags = new Dictionary<string, string> { ["mlflow.user"] = "ada" } }, Cancellation);

        Assert.Matches("^[0-9a-f]{32}$", created.Id);
        Assert.Equal((experiment, "r1", "ada", RunStatus.Running, At(-5), null, LifecycleStage.Active), (created.ExperimentId, created.Name, created.UserId, created.Status, created.StartTime, created.EndTime, created.Stage));
        Assert.Equal($"{(await Store.GetExperimentAsync(experiment, Cancellation)).ArtifactLocation}/{created.Id}/artifacts", created.ArtifactUri);
        Assert.Equal([new("mlflow.runName", "r1"), new("mlflow.user", "ada")], created.Tags.OrderBy(static t => t.Key, StringComparer.Ordinal));
        Assert.Equivalent(created, await Store.GetRunAsync(created.Id, Cancellation), strict: true);
    }

    [Fact]
    public async Task CreateRunAsync_Name_IsTheTagOrMadeUp()
    {
        TrackingRun tagged = await Store.CreateRunAsync(new RunCreation { ExperimentId = "0", Tags = new Dictionary<string, string> { ["mlflow.runName"] = "t" } }, Cancellation);
        TrackingRun nameless = await Store.CreateRunAsync(new RunCreation { ExperimentId = "0" }, Cancellation);

        Assert.Equal(("t", Now), (tagged.Name, tagged.StartTime));
        Assert.NotEmpty(nameless.Name);
        Assert.Equal(nameless.Name, nameless.Tags["mlflow.runName"]);
        await Assert.ThrowsAsync<TrackingRequestException>(() => Store.CreateRunAsync(
            new RunCreation { ExperimentId = "0", Name = "a", Tags = new Dictionary<string, string> { ["mlflow.runName"] = "b" } }, Cancellation));
    }

    [Fact]
    public async Task CreateRunAsync_SameKeyAtOnce_IsOneRun()
    {
        string other = await ExperimentAsync("other");
        TrackingRun[] runs = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(
            () => Store.CreateRunAsync(new RunCreation { ExperimentId = "0", Name = $"n{i}", IdempotencyKey = "key" }, Cancellation), Cancellation)));

        Assert.Single(runs.Select(static r => (r.Id, r.Name)).Distinct());
        Assert.NotEqual(runs[0].Id, (await Store.CreateRunAsync(new RunCreation { ExperimentId = other, IdempotencyKey = "key" }, Cancellation)).Id);
        Assert.Single((await Store.SearchRunsAsync(new RunQuery { ExperimentIds = ["0"] }, Cancellation)).Items);
    }

    [Fact]
    public async Task UpdateRunAsync_Parts_ChangeAlone()
    {
        TrackingRun run = await RunAsync(name: "old");

        TrackingRun ended = await Store.UpdateRunAsync(new RunUpdate { RunId = run.Id, Status = RunStatus.Finished, EndTime = At(99) }, Cancellation);
        Assert.Equal((RunStatus.Finished, At(99), "old"), (ended.Status, ended.EndTime, ended.Name));
        TrackingRun renamed = await Store.UpdateRunAsync(new RunUpdate { RunId = run.Id, Name = "new" }, Cancellation);
        Assert.Equal((RunStatus.Finished, At(99), "new", "new"), (renamed.Status, renamed.EndTime, renamed.Name, renamed.Tags["mlflow.runName"]));
        await Store.SetRunTagAsync(run.Id, "mlflow.runName", "newer", Cancellation);
        Assert.Equal("newer", (await Store.GetRunAsync(run.Id, Cancellation)).Name);
    }

    [Fact]
    public async Task DeleteRunAsync_AndRestore_TakeTurnsAndRepeat()
    {
        TrackingRun run = await RunAsync();
        await Store.DeleteRunAsync(run.Id, Cancellation);
        await Store.DeleteRunAsync(run.Id, Cancellation);

        Assert.Equal(LifecycleStage.Deleted, (await Store.GetRunAsync(run.Id, Cancellation)).Stage);
        Assert.Equal(run.Id, (await Assert.ThrowsAsync<TrackingStateException>(() => LogAsync(run.Id, "m", 1))).Id);
        await Assert.ThrowsAsync<TrackingStateException>(() => Store.UpdateRunAsync(new RunUpdate { RunId = run.Id, Name = "x" }, Cancellation));
        await Assert.ThrowsAsync<TrackingStateException>(() => Store.DeleteRunTagAsync(run.Id, "x", Cancellation));
        Assert.Empty((await Store.SearchRunsAsync(new RunQuery { ExperimentIds = ["0"] }, Cancellation)).Items);
        Assert.Single((await Store.SearchRunsAsync(new RunQuery { ExperimentIds = ["0"], View = LifecycleView.All }, Cancellation)).Items);

        await Store.RestoreRunAsync(run.Id, Cancellation);
        await Store.RestoreRunAsync(run.Id, Cancellation);
        await LogAsync(run.Id, "m", 1);
    }

    [Fact]
    public async Task AnyCall_RunThatIsNotThere_IsNotFound()
    {
        const string id = "' OR '1'='1";
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.GetRunAsync(id, Cancellation));
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.DeleteRunAsync(id, Cancellation));
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => LogAsync(id, "m", 1));
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.LogInputsAsync(new RunInputs { RunId = id }, Cancellation));
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = id, Key = "m" }, Cancellation));
    }

    [Fact]
    public async Task LogBatchAsync_Params_NeverChange()
    {
        TrackingRun run = await RunAsync();
        await Store.LogParamAsync(run.Id, "lr", "0.1", Cancellation);
        await Store.LogParamAsync(run.Id, "lr", "0.1", Cancellation);

        ParamConflictException error = await Assert.ThrowsAsync<ParamConflictException>(() => Store.LogBatchAsync(
            new RunBatch { RunId = run.Id, Params = [new("new", "1"), new("lr", "0.2")], Metrics = [Metric("m", 1)], Tags = [new("t", "1")] }, Cancellation));
        Assert.Equal((run.Id, "lr"), (error.Owner, error.Key));
        await Assert.ThrowsAsync<ParamConflictException>(() => Store.LogBatchAsync(new RunBatch { RunId = run.Id, Params = [new("a", "1"), new("a", "2")] }, Cancellation));

        TrackingRun read = await Store.GetRunAsync(run.Id, Cancellation);
        Assert.Equal([new("lr", "0.1")], read.Params); // nothing else of the batches that failed
        Assert.Empty(read.Metrics);
        Assert.DoesNotContain("t", read.Tags.Keys);
    }

    [Fact]
    public async Task LogBatchAsync_LatestMetric_IsTheGreatestNotTheLastWritten()
    {
        TrackingRun run = await RunAsync();
        RunMetric[] points = [Metric("m", 1, step: 5, timestamp: 10), Metric("m", 9, step: 4, timestamp: 99), Metric("m", 7, step: 5, timestamp: 10), Metric("m", 3, step: 5, timestamp: 10), Metric("m", 2, step: 5, timestamp: 9), Metric("n", -1, step: -3)];
        foreach (RunMetric point in points) { await Store.LogMetricAsync(run.Id, point, Cancellation); }
        TrackingRun batch = await RunAsync();
        await Store.LogBatchAsync(new RunBatch { RunId = batch.Id, Metrics = points }, Cancellation);

        foreach (string id in (string[])[run.Id, batch.Id]) { Assert.Equal([points[2], points[5]], (await Store.GetRunAsync(id, Cancellation)).Metrics); }
    }

    [Fact]
    public async Task LogBatchAsync_NonFinite_RoundTripsAndAnExactDuplicateIsSwallowed()
    {
        TrackingRun run = await RunAsync();
        RunMetric[] points =
        [
            Metric("nan", double.NaN), Metric("inf", double.PositiveInfinity), Metric("ninf", double.NegativeInfinity), Metric("max", double.MaxValue), Metric("tiny", double.Epsilon),
            new("far", 1, At(253402300799999), long.MaxValue), new("early", 1, At(-62135596800000), long.MinValue),
        ];
        await Store.LogBatchAsync(new RunBatch { RunId = run.Id, Metrics = [.. points, .. points] }, Cancellation);
        await Store.LogBatchAsync(new RunBatch { RunId = run.Id, Metrics = points }, Cancellation);

        Assert.Equal(points.OrderBy(static p => p.Key, StringComparer.Ordinal), (await Store.GetRunAsync(run.Id, Cancellation)).Metrics);
        foreach (RunMetric point in points)
        {
            Assert.Equal([point], (await Store.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = run.Id, Key = point.Key }, Cancellation)).Items);
        }
    }

    [Fact]
    public async Task LogBatchAsync_NaNAtTheSameStepAndTime_IsNotTheLatest()
    {
        TrackingRun run = await RunAsync();
        await LogAsync(run.Id, "m", -1);
        await LogAsync(run.Id, "m", double.NaN);
        await LogAsync(run.Id, "n", double.NaN);
        await LogAsync(run.Id, "n", -1);

        Assert.Equal([-1, -1], (await Store.GetRunAsync(run.Id, Cancellation)).Metrics.Select(static m => m.Value));
    }

    [Fact]
    public async Task LogBatchAsync_BeyondTheLimits_IsRefusedWhole()
    {
        TrackingRun run = await RunAsync();
        RunBatch[] batches =
        [
            new() { RunId = run.Id, Metrics = [.. Enumerable.Range(0, 1001).Select(static i => Metric($"m{i}", i))] },
            new() { RunId = run.Id, Params = [.. Enumerable.Range(0, 101).Select(static i => new RunParam($"p{i}", ""))] },
            new() { RunId = run.Id, Tags = [.. Enumerable.Range(0, 101).Select(static i => new RunTag($"t{i}", ""))] },
            new() { RunId = run.Id, Metrics = [.. Enumerable.Range(0, 950).Select(static i => Metric($"m{i}", i))], Tags = [.. Enumerable.Range(0, 51).Select(static i => new RunTag($"t{i}", ""))] },
            new() { RunId = run.Id, Metrics = [Metric("ok", 1), Metric(new string('k', 251), 1)] },
            new() { RunId = run.Id, Params = [new("ok", "1"), new("p", new string('v', 6001))] },
            new() { RunId = run.Id, Tags = [new("ok", "1"), new("t", new string('v', 8001))] },
            new() { RunId = run.Id, Tags = [new("", "x")] },
            new() { RunId = run.Id, Tags = [new("a\0", "x")] },
            new() { RunId = run.Id, Tags = [new("a", "\ud800")] },
        ];
        foreach (RunBatch batch in batches) { await Assert.ThrowsAsync<TrackingRequestException>(() => Store.LogBatchAsync(batch, Cancellation)); }

        Assert.Empty((await Store.GetRunAsync(run.Id, Cancellation)).Metrics);
        await Store.LogBatchAsync(new RunBatch { RunId = run.Id, Metrics = [.. Enumerable.Range(0, 800).Select(static i => Metric($"m{i}", i))], Params = [.. Enumerable.Range(0, 100).Select(static i => new RunParam($"p{i}", new string('v', 6000)))], Tags = [.. Enumerable.Range(0, 100).Select(static i => new RunTag($"t{i}", new string('v', 8000)))] }, Cancellation);
        TrackingRun full = await Store.GetRunAsync(run.Id, Cancellation);
        Assert.Equal((800, 100, 101), (full.Metrics.Count, full.Params.Count, full.Tags.Count));
    }

    [Fact]
    public async Task LogBatchAsync_ManyAtOnce_LosesNothing()
    {
        TrackingRun run = await RunAsync();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => Store.LogBatchAsync(
                new RunBatch { RunId = run.Id, Metrics = [.. Enumerable.Range(0, 20).Select(s => Metric("m", i, step: (s * 16) + i))], Params = [new($"p{i}", "1"), new("shared", "1")], Tags = [new($"t{i}", "1")] }, Cancellation),
            Cancellation)));

        TrackingRun read = await Store.GetRunAsync(run.Id, Cancellation);
        Assert.Equal((17, 17), (read.Params.Count, read.Tags.Count));
        Assert.Equal((319, 15.0), (read.Metrics[0].Step, read.Metrics[0].Value));
        Assert.Equal(
            Enumerable.Range(0, 320).Select(static i => (long)i),
            (await Store.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = run.Id, Key = "m" }, Cancellation)).Items.Select(static m => m.Step));
    }

    [Fact]
    public async Task LogInputsAsync_Datasets_AreReadBackAndSummed()
    {
        TrackingRun run = await RunAsync();
        TrackingRun second = await RunAsync();
        Dataset dataset = new() { Name = "sales", Digest = "d1", SourceType = "local", Source = "{\"path\":\"x\"}", Schema = "{}", Profile = null };
        DatasetInput training = new(dataset) { Tags = new Dictionary<string, string> { [DatasetInput.ContextTag] = "training" } };
        await Store.LogInputsAsync(new RunInputs { RunId = run.Id, Datasets = [training, new DatasetInput(dataset with { Digest = "d0" })] }, Cancellation);
        await Store.LogInputsAsync(new RunInputs { RunId = second.Id, Datasets = [training] }, Cancellation);
        await Store.LogInputsAsync(new RunInputs { RunId = second.Id, Datasets = [training with { Tags = new Dictionary<string, string> { [DatasetInput.ContextTag] = "eval" } }] }, Cancellation);

        IReadOnlyList<DatasetInput> read = (await Store.GetRunAsync(run.Id, Cancellation)).Datasets;
        Assert.Equal([dataset with { Digest = "d0" }, dataset], read.Select(static d => d.Dataset));
        Assert.Equal("training", read[1].Tags[DatasetInput.ContextTag]);
        Assert.Equal(
            [new("0", "sales", "d0", null), new("0", "sales", "d1", "eval"), new DatasetSummary("0", "sales", "d1", "training")],
            (await Store.SearchDatasetsAsync(["0", "0", "none"], Cancellation)).OrderBy(static d => d.Digest, StringComparer.Ordinal).ThenBy(static d => d.Context, StringComparer.Ordinal));
        await Assert.ThrowsAsync<TrackingRequestException>(() => Store.LogInputsAsync(
            new RunInputs { RunId = run.Id, Datasets = [new DatasetInput(dataset with { Digest = new string('d', 37) })] }, Cancellation));
    }

    [Fact]
    public async Task GetMetricHistoryAsync_Pages_HoldEveryPointOnceWhileOthersWrite()
    {
        TrackingRun run = await RunAsync();
        await Store.LogBatchAsync(new RunBatch { RunId = run.Id, Metrics = [.. Enumerable.Range(0, 50).Select(static i => Metric("m", i % 7 == 0 ? double.NaN : i, step: i / 5, timestamp: i % 5))] }, Cancellation);
        IReadOnlyList<RunMetric> all = (await Store.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = run.Id, Key = "m" }, Cancellation)).Items;
        List<RunMetric> read = [];
        string? token = null;
        do
        {
            TrackingPage<RunMetric> page = await Store.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = run.Id, Key = "m", PageSize = 7, PageToken = token }, Cancellation);
            read.AddRange(page.Items);
            token = page.NextPageToken;
            await LogAsync(run.Id, "m", 1, step: -1000 - read.Count); // before all pages to come
        }
        while (token is not null);

        Assert.Equal(50, all.Count);
        Assert.Equal(all.OrderBy(static m => m.Step).ThenBy(static m => m.Timestamp), all);
        Assert.Equal(all, read);
        Assert.Empty((await Store.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = run.Id, Key = "none" }, Cancellation)).Items);
        await Assert.ThrowsAsync<TrackingRequestException>(() => Store.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = run.Id, Key = "m", PageToken = "xx" }, Cancellation));
    }

    [Fact]
    public async Task GetMetricIntervalAsync_ManySteps_AreThinnedOutEvenly()
    {
        TrackingRun run = await RunAsync();
        TrackingRun other = await RunAsync();
        await Store.LogBatchAsync(new RunBatch { RunId = run.Id, Metrics = [.. Enumerable.Range(0, 101).Select(static i => Metric("m", i, step: i))] }, Cancellation);
        await Store.LogBatchAsync(new RunBatch { RunId = other.Id, Metrics = [Metric("m", 1, step: 50), Metric("m", 2, step: 50), Metric("m", 3, step: 200)] }, Cancellation);
        MetricIntervalQuery query = new() { RunIds = [other.Id, "none", run.Id], Key = "m", StartStep = 10, EndStep = 100, MaxResults = 4 };

        IReadOnlyList<RunMetricPoint> points = await Store.GetMetricIntervalAsync(query, Cancellation);

        Assert.Equal([1.0, 2.0, 10.0, 40.0, 70.0, 100.0], points.Select(static p => p.Metric.Value));
        Assert.Equal([other.Id, other.Id, run.Id, run.Id, run.Id, run.Id], points.Select(static p => p.RunId));
        Assert.Equal(104, (await Store.GetMetricIntervalAsync(query with { StartStep = null, EndStep = null, MaxResults = 2500 }, Cancellation)).Count);
    }
}
