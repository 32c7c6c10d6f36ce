using System.Diagnostics;
using ModelOps.Serving.Pipelines;
using ModelOps.Serving.Tests.Fakes;

namespace ModelOps.Serving.Tests.Pipelines;

[Collection(nameof(Alone))]
public sealed class PipelineTracingTests
{
    [Fact]
    public async Task InferAsync_Observed_EachStepHasASpanAndATime()
    {
        using TestHost host = await PipelineTests.StartAsync(static p => p.Input(PipelineTests.Number)
            .Step("one", ["n"], [PipelineTests.Number with { Name = "m" }], static s => PipelineTests.Map(s, "n", "m", static x => x))
            .Step("bad", ["m"], [PipelineTests.Number with { Name = "y" }], static _ => throw new InvalidOperationException())
            .Output("y"));
        List<Activity> spans = [];
        using Activity parent = new Activity("call").Start();
        ActivityTraceId trace = parent.TraceId;
        using ActivityListener listener = new()
        {
            ShouldListenTo = static s => s.Name == ModelOpsDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> o) => // listeners hear the whole process: other tests' calls stay as they are
                o.Parent.TraceId == trace ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = a => { lock (spans) { spans.Add(a); } },
        };
        ActivitySource.AddActivityListener(listener);

        await Assert.ThrowsAsync<PipelineStepException>(() => PipelineTests.CallAsync(host, 1));

        Activity[] own = [.. spans];
        Assert.Equal(["step one", "step bad", "infer p"], own.Select(static a => a.OperationName));
        Assert.All(own[..2], a => Assert.Equal(own[2].SpanId, a.ParentSpanId));
        Assert.Equal(ActivityStatusCode.Error, own[1].Status);
    }
}
