using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ModelOps.Serving.Diagnostics;
using ModelOps.Serving.Observers;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Inference;

[Collection(nameof(Alone))]
public sealed class TelemetryInferenceClientTests
{
    [Fact]
    public async Task InferAsync_Listened_MeasuresEachCallOnce()
    {
        using TestHost host = new();
        using MetricCollector<double> durations = Collect(host, "modelops.inference.duration");
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));
        host.Runtime.Sessions.Single().OnRun = () => host.Time.Advance(TimeSpan.FromMilliseconds(20));

        await host.CallAsync("affine");
        await Assert.ThrowsAsync<ModelNotFoundException>(() => host.CallAsync("made-up"));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => host.CallAsync("affine@shadow"));
        using InferenceRequest request = TestHost.CreateRequest("affine");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await host.Client.InferAsync(request, new CancellationToken(true)));

        Assert.Equal(
            ["affine|1.0.0|", "_OTHER||MODEL_NOT_FOUND", "affine||MODEL_VERSION_NOT_FOUND", "affine||cancelled"],
            durations.GetMeasurementSnapshot().Select(static m =>
                $"{m.Tags[ModelOpsTagNames.Model]}|{m.Tags.GetValueOrDefault(ModelOpsTagNames.Version)}|{m.Tags.GetValueOrDefault(ModelOpsTagNames.ErrorType)}"));
        Assert.Equal(0.020, durations.GetMeasurementSnapshot()[0].Value, 6);
    }

    [Fact]
    public async Task InferAsync_ConcernThrowsAtOnce_IsMeasuredAsFailed()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory meters = services.GetRequiredService<IMeterFactory>();
        using MetricCollector<double> durations = new(meters, ModelOpsDiagnostics.MeterName, "modelops.inference.duration");
        TelemetryInferenceClient client = new(
            new ThrowingClient(),
            new InferenceObservers([new MetricsObserver(new ServingMetrics(meters))], TimeProvider.System),
            TimeProvider.System);
        using InferenceRequest request = TestHost.CreateRequest("affine");
        using InferenceResponse response = new();

        await Assert.ThrowsAsync<ModelNotReadyException>(async () => await client.InferAsync(request, response));

        Assert.Equal(ModelOpsErrorCodes.ModelNotReady, Assert.Single(durations.GetMeasurementSnapshot()).Tags[ModelOpsTagNames.ErrorType]);
    }

    [Fact]
    public async Task LoadAsync_Listened_MeasuresLoads()
    {
        using TestHost host = new();
        using MetricCollector<double> loads = Collect(host, "modelops.model.load.duration");

        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));
        await Assert.ThrowsAsync<ModelLoadException>(() => host.AddFileAsync("broken", [1, 2, 3]));

        Assert.Equal(
            ["affine|", "broken|MODEL_LOAD_FAILED"],
            loads.GetMeasurementSnapshot().Select(static m => $"{m.Tags[ModelOpsTagNames.Model]}|{m.Tags.GetValueOrDefault(ModelOpsTagNames.ErrorType)}"));
    }

    [Fact]
    public async Task InferAsync_MeterListened_AllocatesNothing()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));
        long measured = 0;
        using MeterListener listener = new();
        IMeterFactory meters = host.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Scope == meters) { l.EnableMeasurementEvents(instrument); }
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => measured++);
        listener.Start();
        using InferenceRequest request = TestHost.CreateRequest("affine");
        using InferenceResponse response = new();
        IInferenceClient client = host.Client;

        Assert.Equal(0, Allocations.Fewest(() => client.InferAsync(request, response)));
        Assert.InRange(measured, 2000, long.MaxValue);
    }

    [Fact]
    public async Task InferAsync_Traced_SpanPerCall()
    {
        using TestHost host = new();
        await host.AddFileAsync("traced", TestModels.Affine(1f, 10f, columns: 1));
        List<Activity> spans = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = static s => s.Name == ModelOpsDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> o) => // listeners hear the whole process: other tests' calls stay as they are
                o.Name.EndsWith("traced", StringComparison.Ordinal) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = a => { lock (spans) { spans.Add(a); } },
        };
        ActivitySource.AddActivityListener(listener);

        await host.CallAsync("traced");
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => host.CallAsync("traced@shadow"));

        Assert.Equal(["infer traced", "infer traced"], spans.Select(static s => s.DisplayName));
        Assert.Equal("1.0.0", spans[0].GetTagItem(ModelOpsTagNames.Version));
        Assert.Equal(ActivityStatusCode.Unset, spans[0].Status);
        Assert.Equal(ModelOpsErrorCodes.ModelVersionNotFound, spans[1].GetTagItem(ModelOpsTagNames.ErrorType));
        Assert.Equal(ActivityStatusCode.Error, spans[1].Status);
    }

    [Fact]
    public async Task InferAsync_TracedButNotSampled_MakesNoName()
    {
        using TestHost host = new();
        string name = new('m', 200);
        await host.AddFileAsync(name, TestModels.Affine(1f, 10f, columns: 1));
        int asked = 0;
        using ActivityListener listener = new()
        {
            ShouldListenTo = static s => s.Name == ModelOpsDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
            {
                Interlocked.Increment(ref asked);
                return ActivitySamplingResult.None;
            },
        };
        ActivitySource.AddActivityListener(listener);
        using InferenceRequest request = TestHost.CreateRequest(name);
        using InferenceResponse response = new();
        IInferenceClient client = host.Client;

        // .NET's own part takes 48 bytes a call until its code is compiled anew, which a busy machine does late; the span's name would take 432.
        Assert.InRange(Allocations.Fewest(() => client.InferAsync(request, response)), 0, 48 * 1000);
        Assert.InRange(asked, 2000, int.MaxValue);
    }

    [Fact]
    public void SpanNames_MoreModelsThanKept_AreNamedAllTheSame()
    {
        SpanNames names = new("infer ");

        Assert.All(Enumerable.Range(0, SpanNames.Slots * 4), i => Assert.Equal($"infer {i}", names.Of($"{i}")));

        Assert.Same(names.Of("m"), names.Of("m"));
    }

    private sealed class ThrowingClient : IInferenceClient
    {
        public ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default) =>
            throw new ModelNotReadyException(request.Model.Name, "it is loading");

        public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    private static MetricCollector<double> Collect(TestHost host, string instrument) =>
        new(host.Services.GetRequiredService<IMeterFactory>(), ModelOpsDiagnostics.MeterName, instrument, host.Time);
}
