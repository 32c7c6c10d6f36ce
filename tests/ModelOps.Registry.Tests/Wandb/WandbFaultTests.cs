using Microsoft.AspNetCore.Http;
using ModelOps.Registry.Tests.Training;
using ModelOps.Registry.Wandb;
using static ModelOps.Registry.Tests.Wandb.WandbFixture;

namespace ModelOps.Registry.Tests.Wandb;

public sealed class WandbFaultTests : IAsyncDisposable
{
    private WandbFixture? _fixture;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture?.DisposeAsync() ?? default;

    [Fact]
    public async Task ExportRunAsync_EndedMidway_GoesOnWhereItWas()
    {
        (WandbFixture f, string id) = await HistoryAsync(200);
        int chunks = 0;
        f.Server.Intercept = (call, context) => Task.FromResult(call == "stream" && ++chunks == 3 && Answer(context, 400));

        WandbException error = await Assert.ThrowsAsync<WandbException>(() => Small(f).ExportRunAsync(id, cancellationToken: Cancellation));
        int there = f.Server.Runs[id].History.Count;
        WandbRun run = await Small(f).ExportRunAsync(id, cancellationToken: Cancellation);

        Assert.Equal((WandbErrorCodes.Refused, 400), (error.Code, error.Status));
        Assert.InRange(there, 1, 199);
        Assert.Equal((200, 200 - there), (run.HistoryLines, run.LinesSent));
        Assert.Equal(200, f.Server.Runs[id].History.Distinct().Count());
        Assert.Empty(f.Server.Faults);
    }

    [Theory]
    [InlineData("stream", false)]
    [InlineData("stream", true)] // the repeat is refused with 409, and the lines are there
    [InlineData("UpsertBucket", false)]
    public async Task ExportRunAsync_AnswerLost_IsDoneOnce(string call, bool refusesRepeats)
    {
        (WandbFixture f, string id) = await HistoryAsync(20);
        f.Server.Loses = call;
        f.Server.RefusesRepeats = refusesRepeats;

        WandbRun run = await f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation);

        Assert.Equal(20, run.HistoryLines);
        Assert.Equal(20, f.Server.Runs[id].History.Count);
        Assert.Empty(f.Server.Faults);
    }

    [Fact]
    public async Task ExportRunAsync_SomeoneElseWrites_IsAConflict()
    {
        (WandbFixture f, string id) = await HistoryAsync(20);
        f.Server.Intercept = (call, context) =>
        {
            if (call == "stream") { f.Server.Runs[id].History.Add("{}"); }
            return Task.FromResult(false);
        };

        WandbException error = await Assert.ThrowsAsync<WandbException>(() => f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation));

        Assert.Equal((WandbErrorCodes.Conflict, ModelOpsErrorKind.Conflict), (error.Code, error.Kind));
        Assert.Contains("something else writes to it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportRunAsync_RunOfAnother_IsNotTouched()
    {
        (WandbFixture f, string id) = await HistoryAsync(3);
        f.Server.Runs[id] = new FakeWandbRun { Entity = "planning", Project = "demand", History = { "{}" } };

        WandbException error = await Assert.ThrowsAsync<WandbException>(() => f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation));

        Assert.Contains("was not exported from here", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, f.Server.Count("UpsertBucket"));
    }

    [Fact]
    public async Task ExportRunAsync_PointAtAnEarlierStep_IsAConflictRatherThanAMuddle()
    {
        (WandbFixture f, string id) = await HistoryAsync(10);
        await f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation);
        await f.Store.LogBatchAsync(new RunBatch { RunId = id, Metrics = [Point("late", 1, 4)] }, Cancellation);

        WandbException error = await Assert.ThrowsAsync<WandbException>(() => f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation));

        Assert.Contains("points were logged at steps that Weights & Biases has already", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, f.Server.Runs[id].History.Count);
    }

    [Theory]
    [InlineData(401, WandbErrorCodes.Denied)]
    [InlineData(403, WandbErrorCodes.Denied)]
    [InlineData(409, WandbErrorCodes.Conflict)]
    [InlineData(422, WandbErrorCodes.Refused)]
    [InlineData(302, WandbErrorCodes.AnswerUnusable)]
    [InlineData(503, WandbErrorCodes.Unavailable)]
    public async Task ExportRunAsync_Refusal_SaysWhatMendsItAndNoKey(int status, string code)
    {
        (WandbFixture f, string id) = await HistoryAsync(3);
        f.Server.Intercept = (call, context) => Task.FromResult(call == "UpsertBucket" && Answer(context, status));

        WandbException error = await Assert.ThrowsAsync<WandbException>(() => f.Exporter(static o => o.MaxAttempts = 3).ExportRunAsync(id, cancellationToken: Cancellation));

        Assert.Equal(code, error.Code);
        Assert.DoesNotContain(FakeWandb.Key, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("body of the answer", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(f.Logs.GetSnapshot(), static r => r.Message.Contains(FakeWandb.Key, StringComparison.Ordinal));
        Assert.Equal(status == 503 ? 3 : 1, f.Server.Count("UpsertBucket"));
    }

    [Fact]
    public async Task ExportRunAsync_RunMadeMeanwhile_IsUsed()
    {
        (WandbFixture f, string id) = await HistoryAsync(3);
        f.Server.Intercept = (call, context) =>
        {
            if (call != "UpsertBucket" || f.Server.Count(call) > 1) { return Task.FromResult(false); }
            f.Server.Runs[id] = new FakeWandbRun { Entity = "planning", Project = "demand" };
            return Task.FromResult(Answer(context, 409));
        };

        Assert.Equal(3, (await f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation)).HistoryLines);

        Assert.Equal(3, f.Server.Runs[id].History.Count);
        Assert.Empty(f.Server.Faults);
    }

    [Fact]
    public async Task ExportRunAsync_WrongKey_IsDenied()
    {
        (WandbFixture f, string id) = await HistoryAsync(3);

        WandbException error = await Assert.ThrowsAsync<WandbException>(() => f.Exporter(static o => o.ApiKey = "wrong-key").ExportRunAsync(id, cancellationToken: Cancellation));

        Assert.Equal(WandbErrorCodes.Denied, error.Code);
        Assert.DoesNotContain("wrong-key", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportRunAsync_KeyInASecret_IsAskedForEachRequest()
    {
        (WandbFixture f, string id) = await HistoryAsync(3);
        OneSecret secret = new("Wandb:Key", "old");
        WandbExporter exporter = f.Exporter(static o => (o.ApiKey, o.ApiKeySecret) = (null, "Wandb:Key"), secret);

        await Assert.ThrowsAsync<WandbException>(() => exporter.ExportRunAsync(id, cancellationToken: Cancellation));
        secret.Value = FakeWandb.Key;

        Assert.Equal(3, (await exporter.ExportRunAsync(id, cancellationToken: Cancellation)).HistoryLines);
    }

    [Fact]
    public async Task ExportRunAsync_RetryAfter_IsWaitedFor()
    {
        (WandbFixture f, string id) = await HistoryAsync(3);
        InstantTime time = new(TimeSpan.FromSeconds(37));
        f.Server.Intercept = (call, context) =>
        {
            context.Response.Headers.RetryAfter = "37";
            return Task.FromResult(call == "stream" && f.Server.Count("stream") == 1 && Answer(context, 429));
        };

        Assert.Equal(3, (await f.Exporter(time: time).ExportRunAsync(id, cancellationToken: Cancellation)).HistoryLines);

        Assert.Contains(TimeSpan.FromSeconds(37), time.Waits);
    }

    [Fact]
    public async Task ExportRunAsync_RetryAfterBeyondTheLimit_EndsTheExport()
    {
        (WandbFixture f, string id) = await HistoryAsync(3);
        f.Server.Intercept = (call, context) =>
        {
            context.Response.Headers.RetryAfter = "86400";
            return Task.FromResult(call == "stream" && Answer(context, 429));
        };

        WandbException error = await Assert.ThrowsAsync<WandbException>(() => f.Exporter().ExportRunAsync(id, cancellationToken: Cancellation));

        Assert.Equal((true, TimeSpan.FromDays(1), 1), (error.IsTransient, error.RetryAfter, f.Server.Count("stream")));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"data":{"upsertBucket":{"bucket":{"project":{"name":"a/b","entity":{"name":"x"}}}}}}""")]
    [InlineData(null)] // endless
    public async Task ExportRunAsync_HostileAnswer_IsRefusedAndBounded(string? answer)
    {
        (WandbFixture f, string id) = await HistoryAsync(3);
        f.Server.Intercept = async (call, context) =>
        {
            if (call != "UpsertBucket") { return false; }
            if (answer is not null) { await context.Response.WriteAsync(answer, Cancellation); }
            for (int i = 0; answer is null && i < 40 && !context.RequestAborted.IsCancellationRequested; i++) { await context.Response.Body.WriteAsync(new byte[1 << 20], Cancellation); }
            return true;
        };

        WandbException error = await Assert.ThrowsAsync<WandbException>(() => f.Exporter(static o => o.MaxAttempts = 1).ExportRunAsync(id, cancellationToken: Cancellation));

        Assert.Equal(WandbErrorCodes.AnswerUnusable, error.Code);
    }

    [Fact]
    public async Task ExportRunAsync_Cancelled_Ends()
    {
        (WandbFixture f, string id) = await HistoryAsync(200);
        using CancellationTokenSource stop = new();
        f.Server.Intercept = async (call, context) =>
        {
            if (call != "stream" || f.Server.Count("stream") < 3) { return false; }
            await stop.CancelAsync();
            return false;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Small(f).ExportRunAsync(id, cancellationToken: stop.Token));
        f.Server.Intercept = null;

        Assert.Equal(200, (await Small(f).ExportRunAsync(id, cancellationToken: Cancellation)).HistoryLines);
    }

    [Fact]
    public async Task ExportRunAsync_NoSuchRun_AsksNobody()
    {
        WandbFixture f = _fixture = await StartAsync();

        await Assert.ThrowsAsync<TrackingNotFoundException>(() => f.Exporter().ExportRunAsync(new string('a', 32), cancellationToken: Cancellation));

        Assert.Empty(f.Server.Calls);
    }

    private static WandbExporter Small(WandbFixture f) => f.Exporter(static o => o.MaxRequestBytes = 4096);

    private async Task<(WandbFixture Fixture, string Id)> HistoryAsync(int steps)
    {
        WandbFixture f = _fixture = await StartAsync();
        string id = await f.RunAsync([.. Enumerable.Range(0, steps).Select(static i => Point("loss", i, i))]);
        await f.EndAsync(id);
        return (f, id);
    }

    private static bool Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["X-Why"] = "body of the answer";
        return true;
    }
}
