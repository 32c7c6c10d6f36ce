using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ModelOps.Serving.Batching;
using ModelOps.Serving.Diagnostics;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Batching;

[Collection(nameof(Alone))]
public sealed class BatchingDiagnosticsTests
{
    [Fact]
    public async Task Metrics_RowsWaitsSplitsBisectionsAndExpiries()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory meters = services.GetRequiredService<IMeterFactory>();
        using MetricCollector<double> waits = new(meters, ModelOpsDiagnostics.MeterName, "modelops.batching.queue.duration");
        using MetricCollector<long> rows = new(meters, ModelOpsDiagnostics.MeterName, "modelops.batching.batch.rows");
        using MetricCollector<long> splits = new(meters, ModelOpsDiagnostics.MeterName, "modelops.batching.splits");
        using MetricCollector<long> bisections = new(meters, ModelOpsDiagnostics.MeterName, "modelops.batching.bisections");
        using MetricCollector<long> expired = new(meters, ModelOpsDiagnostics.MeterName, "modelops.batching.expired");
        using MetricCollector<long> rejected = new(meters, ModelOpsDiagnostics.MeterName, "modelops.batching.rejected");
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, MaxRows = 4 }, BatchRig.CostOf(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)), metrics: new BatchingMetrics(meters));

        Task<float> first = await rig.BlockAsync();
        Task<float> late = rig.CallAsync(1, deadline: rig.Time.GetUtcNow().AddMilliseconds(50));
        rig.Time.Advance(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAsync<DeadlineExceededException>(() => late);
        Task<float> large = rig.CallAsync(2, rows: 6);
        await Assert.ThrowsAsync<ServerOverloadedException>(() => rig.CallAsync(3, deadline: rig.Time.GetUtcNow().AddMilliseconds(2)));
        Task<float> bad = rig.CallAsync(BatchSession.Poison);
        rig.Session.Open();
        await Task.WhenAll(first, large);
        await Assert.ThrowsAsync<ModelExecutionException>(() => bad);

        Assert.Equal("m", rows.GetMeasurementSnapshot()[0].Tags[ModelOpsTagNames.Model]);
        Assert.Equal(6, rows.GetMeasurementSnapshot().Sum(static m => m.Value));
        Assert.Equal(2, waits.GetMeasurementSnapshot().Count);
        Assert.Equal(1, splits.GetMeasurementSnapshot().Sum(static m => m.Value));
        Assert.Equal(1, bisections.GetMeasurementSnapshot().Sum(static m => m.Value));
        Assert.Equal(1, expired.GetMeasurementSnapshot().Sum(static m => m.Value));
        Assert.Equal("deadline", rejected.GetMeasurementSnapshot().Single().Tags["modelops.batching.reason"]);
    }

    [Fact]
    public async Task Spans_OneForARunLinkedToItsCalls()
    {
        ConcurrentQueue<Activity> spans = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == ModelOpsDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> o) => // listeners hear the whole process: other tests' calls stay as they are
                o.Links?.Any() == true ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using BatchRig rig = new();
        Task<float> first = await rig.BlockAsync();
        List<ActivitySpanId> callers = [];
        List<Task<float>> calls = [];
        for (int i = 0; i < 3; i++)
        {
            using Activity caller = new Activity("caller").Start();
            callers.Add(caller.SpanId);
            calls.Add(rig.CallAsync(i));
        }

        rig.Session.Open();
        await Task.WhenAll([first, .. calls]);
        await Eventually.TrueAsync(() => spans.Any(s => s.Links.Select(static l => l.Context.SpanId).SequenceEqual(callers)), "a span links the three callers");
        Activity span = spans.First(s => s.Links.Count() == 3);
        Assert.Equal(3, span.GetTagItem("modelops.batching.rows"));
        Assert.Null(span.ParentId);
    }

    [Fact]
    public async Task RunAsync_QueuedAtSteadyState_AllocatesNextToNothing()
    {
        using ModelGenerationOf generation = new(new NullSession(), new BatchingSettings { Lanes = 1 }, isPressed: true);
        using InferenceRequest request = BatchRig.Request(1);
        using InferenceResponse response = new();
        await Task.Run(() => CallAsync(2000)); // off the test framework's context, whose posts allocate
        long fewest = await Allocations.FewestOfProcessAsync(() => Task.Run(() => CallAsync(200)), rounds: 20) / 200;

        Assert.True(fewest < 256, $"{fewest} bytes a call"); // the call is pooled; each time an idle lane is woken costs some

        async Task CallAsync(int calls)
        {
            for (int i = 0; i < calls; i++) { await generation.Generation.RunAsync(request, response, default); }
        }
    }
}
