using Xunit;

namespace ModelOps.Conformance;

public abstract partial class TrackingStoreContractTests
{
    [Fact]
    public async Task CreateLoggedModelAsync_WithAll_IsReadBack()
    {
        TrackingRun run = await RunAsync();
        LoggedModel created = await Store.CreateLoggedModelAsync(
            new LoggedModelCreation { ExperimentId = "0", Name = "mymodel", ModelType = "forecaster", SourceRunId = run.Id, Tags = new Dictionary<string, string> { ["k"] = "v" }, Params = [new("p", "1")] }, Cancellation);

        Assert.Matches("^m-[0-9a-f]{32}$", created.Id);
        Assert.Equal(("0", "mymodel", "forecaster", run.Id, LoggedModelStatus.Pending, Now, Now), (created.ExperimentId, created.Name, created.ModelType, created.SourceRunId, created.Status, created.CreatedAt, created.UpdatedAt));
        Assert.EndsWith($"/0/models/{created.Id}/artifacts", created.ArtifactUri, StringComparison.Ordinal);
        Assert.Equal((new("k", "v"), new KeyValuePair<string, string>("p", "1")), (created.Tags.Single(), created.Params.Single()));
        Assert.Equivalent(created, await Store.GetLoggedModelAsync(created.Id, Cancellation), strict: true);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("a.b")]
    [InlineData("a%b")]
    [InlineData("a\"b")]
    [InlineData("a'b")]
    public async Task CreateLoggedModelAsync_BadName_IsRefused(string name) =>
        await Assert.ThrowsAsync<TrackingRequestException>(() => ModelAsync(name));

    [Fact]
    public async Task FinalizeLoggedModelAsync_Status_ChangesAndTagsDoNotTouchTheTime()
    {
        LoggedModel model = await ModelAsync("m");
        Tick();
        LoggedModel ready = await Store.FinalizeLoggedModelAsync(model.Id, LoggedModelStatus.Ready, "done", Cancellation);
        DateTimeOffset finished = Now;
        Tick();
        await Store.SetLoggedModelTagsAsync(model.Id, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }, Cancellation);
        LoggedModel tagged = await Store.SetLoggedModelTagsAsync(model.Id, new Dictionary<string, string> { ["a"] = "3" }, Cancellation);

        Assert.Equal((LoggedModelStatus.Ready, "done", finished), (ready.Status, ready.StatusMessage, ready.UpdatedAt));
        Assert.Equal((finished, "3", "2"), (tagged.UpdatedAt, tagged.Tags["a"], tagged.Tags["b"]));
        Assert.True(await Store.DeleteLoggedModelTagAsync(model.Id, "a", Cancellation));
        Assert.False(await Store.DeleteLoggedModelTagAsync(model.Id, "a", Cancellation));
    }

    [Fact]
    public async Task LogModelParamsAsync_Params_NeverChange()
    {
        LoggedModel model = await ModelAsync("m");
        await Store.LogModelParamsAsync(model.Id, [new("a", "1")], Cancellation);
        await Store.LogModelParamsAsync(model.Id, [new("a", "1"), new("b", "2")], Cancellation);

        await Assert.ThrowsAsync<ParamConflictException>(() => Store.LogModelParamsAsync(model.Id, [new("c", "3"), new("a", "2")], Cancellation));
        Assert.Equal([new("a", "1"), new("b", "2")], (await Store.GetLoggedModelAsync(model.Id, Cancellation)).Params);
    }

    [Fact]
    public async Task DeleteLoggedModelAsync_Model_IsNotThereAnyMore()
    {
        LoggedModel model = await ModelAsync("m");
        await Store.DeleteLoggedModelAsync(model.Id, Cancellation);

        Assert.Equal(model.Id, (await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.GetLoggedModelAsync(model.Id, Cancellation))).Id);
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.DeleteLoggedModelAsync(model.Id, Cancellation));
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.FinalizeLoggedModelAsync(model.Id, LoggedModelStatus.Ready, null, Cancellation));
        Assert.Empty((await Store.SearchLoggedModelsAsync(new LoggedModelQuery { ExperimentIds = ["0"] }, Cancellation)).Items);
    }

    [Fact]
    public async Task LogOutputsAsync_Models_ComeWithTheRunInOrder()
    {
        TrackingRun run = await RunAsync();
        LoggedModel first = await ModelAsync("a");
        LoggedModel second = await ModelAsync("b");
        await Store.LogOutputsAsync(run.Id, [new(second.Id, 1), new(first.Id, 2)], Cancellation);
        await Store.LogOutputsAsync(run.Id, [new(second.Id, 7)], Cancellation);
        await Store.LogInputsAsync(new RunInputs { RunId = run.Id, Models = [first.Id] }, Cancellation);

        TrackingRun read = await Store.GetRunAsync(run.Id, Cancellation);
        Assert.Equal([new(second.Id, 7), new(first.Id, 2)], read.ModelOutputs);
        Assert.Equal([first.Id], read.ModelInputs);
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.LogOutputsAsync(run.Id, [new("m-none", 0)], Cancellation));
    }

    [Fact]
    public async Task SearchLoggedModelsAsync_MetricsOfDatasets_FindAndOrder()
    {
        TrackingRun run = await RunAsync();
        LoggedModel a = await ModelAsync("a");
        LoggedModel b = await ModelAsync("b");
        LoggedModel c = await ModelAsync("c");
        await Store.LogBatchAsync(
            new RunBatch { RunId = run.Id, Metrics = [Of(a, 0.9, "d1"), Of(a, 0.2, "d2"), Of(b, 0.1, "d1"), Of(b, 0.8, "d2"), Of(a, 0.3, "d1") with { Step = -1 }] }, Cancellation);

        LoggedModelMetric metric = (await Store.GetLoggedModelAsync(a.Id, Cancellation)).Metrics[0];
        Assert.Equal(new LoggedModelMetric(run.Id, Of(a, 0.9, "d1")), metric); // the latest of each dataset
        await FindsAsync("ba", new LoggedModelQuery { ExperimentIds = ["0"], Filter = new(Number(TrackingEntity.Metric, "acc", TrackingOperator.Greater, 0.5)) });
        await FindsAsync("a", new LoggedModelQuery { ExperimentIds = ["0"], Filter = new(Number(TrackingEntity.Metric, "acc", TrackingOperator.Greater, 0.5)), Datasets = [new("sales", "d1")] });
        await FindsAsync("abc", new LoggedModelQuery { ExperimentIds = ["0"], OrderBy = [new(TrackingEntity.Metric, "acc", true) { DatasetName = "sales", DatasetDigest = "d1" }] });
        await FindsAsync("bac", new LoggedModelQuery { ExperimentIds = ["0"], OrderBy = [new(TrackingEntity.Metric, "acc", true) { DatasetName = "sales", DatasetDigest = "d2" }] });
        await FindsAsync("b", new LoggedModelQuery { ExperimentIds = ["0"], Filter = new(Text(TrackingEntity.Attribute, "name", TrackingOperator.Equal, "b")) });
        await FindsAsync("abc", new LoggedModelQuery { ExperimentIds = ["0"], OrderBy = [new(TrackingEntity.Attribute, "name")] });
        await FindsAsync("cba", new LoggedModelQuery { ExperimentIds = ["0"] });
        await Assert.ThrowsAsync<TrackingNotFoundException>(() => Store.LogMetricAsync(run.Id, Of(a, 1, "d1") with { ModelId = "m-none" }, Cancellation));

        RunMetric Of(LoggedModel model, double value, string digest) => Metric("acc", value) with { ModelId = model.Id, DatasetName = "sales", DatasetDigest = digest };

        async Task FindsAsync(string names, LoggedModelQuery query)
        {
            List<string> read = [];
            string? token = null;
            do
            {
                TrackingPage<LoggedModel> page = await Store.SearchLoggedModelsAsync(query with { PageSize = 2, PageToken = token }, Cancellation);
                read.AddRange(page.Items.Select(static m => m.Name));
                token = page.NextPageToken;
            }
            while (token is not null);
            Assert.Equal(names, string.Concat(read));
        }
    }

    private async Task<LoggedModel> ModelAsync(string name)
    {
        Tick();
        return await Store.CreateLoggedModelAsync(new LoggedModelCreation { ExperimentId = "0", Name = name }, Cancellation);
    }
}
