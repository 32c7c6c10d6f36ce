using Xunit;

namespace ModelOps.Conformance;

public abstract partial class TrackingStoreContractTests
{
    [Fact]
    public async Task SearchRunsAsync_Conditions_FindWhatTheySay()
    {
        TrackingRun a = await RunAsync(start: 1, name: "a");
        TrackingRun b = await RunAsync(start: 2, name: "b");
        TrackingRun c = await RunAsync(start: 3, name: "C");
        await Store.LogBatchAsync(new RunBatch { RunId = a.Id, Metrics = [Metric("auc", 0.9)], Params = [new("lr", "0.1")], Tags = [new("k", "v")] }, Cancellation);
        await Store.LogBatchAsync(new RunBatch { RunId = b.Id, Metrics = [Metric("auc", 0.4), Metric("auc", 0.6, step: 1)], Params = [new("lr", "100%_x")], Tags = [new("k", "w")] }, Cancellation);
        await Store.LogBatchAsync(new RunBatch { RunId = c.Id, Metrics = [Metric("auc", double.NaN)] }, Cancellation);
        await Store.UpdateRunAsync(new RunUpdate { RunId = a.Id, Status = RunStatus.Finished, EndTime = At(50) }, Cancellation);
        await Store.LogInputsAsync(new RunInputs { RunId = b.Id, Datasets = [new DatasetInput(new Dataset { Name = "sales", Digest = "d1", SourceType = "s", Source = "x" }) { Tags = new Dictionary<string, string> { [DatasetInput.ContextTag] = "train" } }] }, Cancellation);

        await FindsAsync("a", Number(TrackingEntity.Metric, "auc", TrackingOperator.Greater, 0.6));
        await FindsAsync("ba", Number(TrackingEntity.Metric, "auc", TrackingOperator.GreaterOrEqual, 0.6));
        await FindsAsync("b", Number(TrackingEntity.Metric, "auc", TrackingOperator.Equal, 0.6)); // the latest only
        await FindsAsync("", Number(TrackingEntity.Metric, "auc", TrackingOperator.Less, 0.5));
        await FindsAsync("Ca", Number(TrackingEntity.Metric, "auc", TrackingOperator.NotEqual, 0.6));
        await FindsAsync("C", Number(TrackingEntity.Metric, "auc", TrackingOperator.Equal, double.NaN));
        await FindsAsync("a", Text(TrackingEntity.Param, "lr", TrackingOperator.Equal, "0.1"));
        await FindsAsync("b", Text(TrackingEntity.Param, "lr", TrackingOperator.NotEqual, "0.1")); // parameters that are there
        await FindsAsync("b", Text(TrackingEntity.Tag, "k", TrackingOperator.NotEqual, "v")); // and tags likewise
        await FindsAsync("a", TrackingCondition.OfTexts(TrackingEntity.Tag, "k", TrackingOperator.NotIn, "w", "x"));
        await FindsAsync("C", TrackingCondition.OfPresence(TrackingEntity.Tag, "k", isPresent: false));
        await FindsAsync("ba", TrackingCondition.OfPresence(TrackingEntity.Tag, "k", isPresent: true));
        await FindsAsync("C", TrackingCondition.OfPresence(TrackingEntity.Param, "lr", isPresent: false));
        await FindsAsync("ba", TrackingCondition.OfPresence(TrackingEntity.Param, "lr", isPresent: true));
        await FindsAsync("Cba", TrackingCondition.OfPresence(TrackingEntity.Param, "other", isPresent: false));
        await FindsAsync("ba", TrackingCondition.OfTexts(TrackingEntity.Attribute, "run_name", TrackingOperator.In, "a", "b", "c"));
        await FindsAsync("C", TrackingCondition.OfTexts(TrackingEntity.Attribute, "run_id", TrackingOperator.NotIn, a.Id, b.Id));
        await FindsAsync("b", Text(TrackingEntity.Param, "lr", TrackingOperator.Like, "100%_x"));
        await FindsAsync("b", Text(TrackingEntity.Param, "lr", TrackingOperator.Like, "1__%x"));
        await FindsAsync("", Text(TrackingEntity.Param, "lr", TrackingOperator.Like, "%X"));
        await FindsAsync("b", Text(TrackingEntity.Param, "lr", TrackingOperator.ILike, "%X"));
        await FindsAsync("", Text(TrackingEntity.Param, "lr", TrackingOperator.Like, "100\\%%")); // a backslash is a character like any other
        await FindsAsync("a", Text(TrackingEntity.Attribute, "status", TrackingOperator.Equal, "FINISHED"));
        await FindsAsync("Cb", Number(TrackingEntity.Attribute, "start_time", TrackingOperator.Greater, 1));
        await FindsAsync("a", Number(TrackingEntity.Attribute, "end_time", TrackingOperator.Less, 51));
        await FindsAsync("b", Text(TrackingEntity.Dataset, "name", TrackingOperator.Like, "sal%"));
        await FindsAsync("b", TrackingCondition.OfTexts(TrackingEntity.Dataset, "digest", TrackingOperator.In, "d1"));
        await FindsAsync("b", Text(TrackingEntity.Dataset, "context", TrackingOperator.Equal, "train"));
        await FindsAsync("a", Number(TrackingEntity.Metric, "auc", TrackingOperator.Greater, 0.5), Text(TrackingEntity.Tag, "k", TrackingOperator.Equal, "v"));
        await FindsAsync("", Text(TrackingEntity.Tag, "k", TrackingOperator.Equal, "v' OR '1'='1"));
        await FindsAsync("", Text(TrackingEntity.Tag, "k' OR 1=1 --", TrackingOperator.Equal, "v"));

        async Task FindsAsync(string names, params TrackingCondition[] conditions) => Assert.Equal(names, string.Concat(
            (await Store.SearchRunsAsync(new RunQuery { ExperimentIds = ["0"], Filter = new TrackingFilter(conditions) }, Cancellation)).Items.Select(static r => r.Name)));
    }

    [Fact]
    public async Task SearchRunsAsync_Orders_PutWhatIsMissingLast()
    {
        double?[] values = [0.5, null, double.NaN, 0.1, double.PositiveInfinity, -3];
        for (int i = 0; i < values.Length; i++)
        {
            TrackingRun run = await RunAsync(start: i, name: $"{i}");
            if (values[i] is { } value) { await LogAsync(run.Id, "m", value); }
            if (i % 2 == 0) { await Store.LogParamAsync(run.Id, "p", $"{9 - i}", Cancellation); }
            if (i == 3) { await Store.UpdateRunAsync(new RunUpdate { RunId = run.Id, EndTime = At(7) }, Cancellation); }
        }

        await OrdersAsync("530421", new TrackingOrder(TrackingEntity.Metric, "m"));
        await OrdersAsync("403521", new TrackingOrder(TrackingEntity.Metric, "m", Descending: true));
        await OrdersAsync("420531", new TrackingOrder(TrackingEntity.Param, "p"));
        await OrdersAsync("024531", new TrackingOrder(TrackingEntity.Param, "p", Descending: true));
        await OrdersAsync("354210", new TrackingOrder(TrackingEntity.Attribute, "end_time"));
        await OrdersAsync("012345", new TrackingOrder(TrackingEntity.Attribute, "start_time"));
        await OrdersAsync("543210", new TrackingOrder(TrackingEntity.Tag, "none"), new TrackingOrder(TrackingEntity.Attribute, "run_name", Descending: true));
        await OrdersAsync("543210");

        async Task OrdersAsync(string names, params TrackingOrder[] orders)
        {
            RunQuery query = new() { ExperimentIds = ["0"], OrderBy = orders };
            Assert.Equal(names, string.Concat((await Store.SearchRunsAsync(query, Cancellation)).Items.Select(static r => r.Name)));
            for (int size = 1; size <= values.Length; size++) { Assert.Equal(names, string.Concat((await PagesAsync(query with { PageSize = size })).Select(static r => r.Name))); }
        }
    }

    [Fact]
    public async Task SearchRunsAsync_PagesWhileOthersWrite_NeitherRepeatNorLoseWhatWasThere()
    {
        List<string> before = [];
        for (int i = 0; i < 20; i++) { before.Add((await RunAsync(start: 100 + (i / 3))).Id); }
        int made = 0;

        List<TrackingRun> read = await PagesAsync(new RunQuery { ExperimentIds = ["0"], PageSize = 3 }, async () =>
        {
            await RunAsync(start: 1000 + made++); // newer than all
            await RunAsync(start: made); // older than all
        });

        Assert.Equal(read.Count, read.Select(static r => r.Id).Distinct().Count());
        Assert.Equal(before.Order(StringComparer.Ordinal), read.Select(static r => r.Id).Where(before.Contains).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SearchRunsAsync_Experiments_AreThoseAskedFor()
    {
        string other = await ExperimentAsync("other");
        TrackingRun mine = await RunAsync(other);
        await RunAsync();

        Assert.Equal([mine.Id], (await Store.SearchRunsAsync(new RunQuery { ExperimentIds = [other, "77", "x"] }, Cancellation)).Items.Select(static r => r.Id));
        Assert.Empty((await Store.SearchRunsAsync(new RunQuery { ExperimentIds = [] }, Cancellation)).Items);
    }

    [Fact]
    public async Task SearchRunsAsync_WhatIsNotValid_IsRefused()
    {
        await RunAsync();
        await RunAsync();
        RunQuery query = new() { ExperimentIds = ["0"], PageSize = 1 };
        string token = (await Store.SearchRunsAsync(query, Cancellation)).NextPageToken!;
        RunQuery[] queries =
        [
            query with { PageSize = 0 },
            query with { PageSize = TrackingLimits.MaxPageSize + 1 },
            query with { PageToken = "not a token" },
            query with { PageToken = token[..^4] },
            query with { PageToken = token, OrderBy = [new TrackingOrder(TrackingEntity.Attribute, "run_name")] },
            query with { PageToken = token, ExperimentIds = ["0", "1"] },
            query with { Filter = new TrackingFilter(Text(TrackingEntity.Attribute, "colour", TrackingOperator.Equal, "x")) },
            query with { Filter = new TrackingFilter(Text(TrackingEntity.Attribute, "e.id) OR (1=1", TrackingOperator.Equal, "x")) },
            query with { Filter = new TrackingFilter(Text(TrackingEntity.Dataset, "name OR 1=1", TrackingOperator.Equal, "x")) },
            query with { Filter = new TrackingFilter(Text(TrackingEntity.Metric, "m", TrackingOperator.Equal, "x")) },
            query with { Filter = new TrackingFilter(Number(TrackingEntity.Metric, "m", TrackingOperator.Like, 1)) },
            query with { Filter = new TrackingFilter(Text(TrackingEntity.Tag, "k", TrackingOperator.Greater, "x")) },
            query with { Filter = new TrackingFilter(Number(TrackingEntity.Tag, "k", TrackingOperator.Equal, 1)) },
            query with { Filter = new TrackingFilter(TrackingCondition.OfTexts(TrackingEntity.Tag, "k", TrackingOperator.In)) },
            query with { Filter = new TrackingFilter([.. Enumerable.Repeat(Number(TrackingEntity.Metric, "m", TrackingOperator.Less, 1), 51)]) },
            query with { OrderBy = [new TrackingOrder(TrackingEntity.Dataset, "name")] },
            query with { OrderBy = [new TrackingOrder(TrackingEntity.Attribute, "1; DROP TABLE runs")] },
        ];

        foreach (RunQuery bad in queries) { await Assert.ThrowsAsync<TrackingRequestException>(() => Store.SearchRunsAsync(bad, Cancellation)); }
        Assert.Single((await Store.SearchRunsAsync(query with { PageToken = token }, Cancellation)).Items);
    }

    protected static TrackingCondition Number(TrackingEntity entity, string key, TrackingOperator comparison, double value) => TrackingCondition.OfNumber(entity, key, comparison, value);

    protected static TrackingCondition Text(TrackingEntity entity, string key, TrackingOperator comparison, string value) => TrackingCondition.OfText(entity, key, comparison, value);

    private async Task<List<TrackingRun>> PagesAsync(RunQuery query, Func<Task>? between = null)
    {
        List<TrackingRun> read = [];
        string? token = null;
        do
        {
            TrackingPage<TrackingRun> page = await Store.SearchRunsAsync(query with { PageToken = token }, Cancellation);
            Assert.InRange(page.Items.Count, 1, query.PageSize);
            read.AddRange(page.Items);
            token = page.NextPageToken;
            Assert.InRange(read.Count, 0, 1000);
            if (between is not null && read.Count < 30) { await between(); }
        }
        while (token is not null);
        return read;
    }
}
