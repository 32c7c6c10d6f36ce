using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using static ModelOps.OpenInference.Tests.Fakes.ScriptedServer;

namespace ModelOps.OpenInference.Tests.Client;

public sealed class TelemetryTests
{
    [Fact]
    public async Task InferAsync_Metrics_CallsRetriesAndEjections()
    {
        await using ServiceProvider provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory meters = provider.GetRequiredService<IMeterFactory>();
        using MetricCollector<double> duration = new(meters, "ModelOps", "modelops.client.call.duration");
        using MetricCollector<long> retries = new(meters, "ModelOps", "modelops.client.retries");
        using MetricCollector<long> ejections = new(meters, "ModelOps", "modelops.client.ejections");
        using MetricCollector<long> inFlight = new(meters, "ModelOps", "modelops.client.in_flight");
        await using ScriptedServer server = await StartAsync();
        RecordedLogs logs = new();
        using LoggerFactory loggers = new([logs]);
        OpenInferenceClientOptions options = new() { EjectionMinimumCalls = 2, RetryDelay = TimeSpan.Zero, BinaryTensors = true, BearerToken = static _ => ValueTask.FromResult<string?>("s3cret") };
        options.Headers["X-Key"] = "s3cret";
        options.Endpoints.Add(server.Address);
        using OpenInferenceClient client = new(options, loggers, meters);

        await client.CallAsync();
        server.Infer = static context => { context.Abort(); return Task.CompletedTask; };
        await Assert.ThrowsAsync<ServerUnreachableException>(() => client.CallAsync());

        Assert.Equal([null, "SERVER_UNREACHABLE"], duration.GetMeasurementSnapshot().Select(static m => m.Tags.GetValueOrDefault("error.type")));
        Assert.Equal(("m", "1"), (duration.GetMeasurementSnapshot()[0].Tags["modelops.model.name"], duration.GetMeasurementSnapshot()[0].Tags["modelops.model.version"]));
        Assert.Equal(2, retries.GetMeasurementSnapshot().Count);
        Assert.Equal(server.Address.Authority, Assert.Single(ejections.GetMeasurementSnapshot()).Tags["server.address"]);
        Assert.Equal(0, inFlight.GetMeasurementSnapshot().Sum(static m => m.Value));
        Assert.Contains(logs.Entries, static e => e.Id.Id == 2500);
        Assert.Contains(logs.Entries, static e => e.Id.Id == 2503);
        Assert.DoesNotContain(logs.Entries, static e => (e.Message + e.Exception).Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(OpenInferenceTransport.Rest)]
    [InlineData(OpenInferenceTransport.Grpc)]
    public async Task InferAsync_Span_IsTheParentOfTheServersWork(OpenInferenceTransport transport)
    {
        List<Activity> spans = [];
        ActivityTraceId trace = default;
        using ActivityListener listener = new()
        {
            ShouldListenTo = static s => s.Name is "ModelOps" or "test-root",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => { lock (spans) { if (span.TraceId == trace) { spans.Add(span); } } },
        };
        ActivitySource.AddActivityListener(listener);
        using ActivitySource source = new("test-root");
        string? received = null;
        FakeModels models = FakeModels.WithEcho();
        models.Before = (_, _) => { received = Activity.Current?.TraceId.ToString(); return ValueTask.CompletedTask; };
        await using WireHost host = await WireHost.StartAsync(models);
        using OpenInferenceClient client = RemoteCall.Connect(transport == OpenInferenceTransport.Grpc ? host.GrpcAddress : host.RestAddress, o => o.Transport = transport);
        using Activity root = source.StartActivity("root")!;
        trace = root.TraceId;
        using InferenceRequest request = RemoteCall.NewRequest();
        request.Model = ModelReference.ToModel("echo-FP32");

        (await client.InferAsync(request)).Dispose();
        request.Model = ModelReference.ToModel("no-such");
        await Assert.ThrowsAsync<ModelNotFoundException>(async () => await client.InferAsync(request));

        Activity[] calls = [.. spans.Where(static s => s.Kind == ActivityKind.Client)];
        Assert.Equal(["call echo-FP32", "call no-such"], calls.Select(static s => s.OperationName));
        Assert.Equal("1.0.0", calls[0].GetTagItem("modelops.model.version"));
        Assert.Equal(("MODEL_NOT_FOUND", ActivityStatusCode.Error), (calls[1].GetTagItem("error.type"), calls[1].Status));
        Assert.Equal(trace.ToString(), received);
    }
}
