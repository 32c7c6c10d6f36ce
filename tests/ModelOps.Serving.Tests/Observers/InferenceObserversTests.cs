using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Observers;

public sealed class InferenceObserversTests
{
    [Fact]
    public async Task InferAsync_Observers_SeeAnswersAndFailures()
    {
        Seen seen = new();
        using TestHost host = new(build: builder => builder.Services.AddSingleton<IInferenceObserver>(seen));
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));
        host.Runtime.Sessions.Single().OnRun = () => host.Time.Advance(TimeSpan.FromMilliseconds(20));

        await host.CallAsync("affine");
        await Assert.ThrowsAsync<ModelNotFoundException>(() => host.CallAsync("other"));

        Assert.Equal(["affine 1.0.0 20 ms", "other ModelNotFoundException"], seen.Calls);
    }

    [Fact]
    public async Task InferAsync_ObserverThrows_CallIsAnsweredAndLoggedOnceAMinute()
    {
        FakeLogCollector logs = new();
        using TestHost host = new(build: builder =>
        {
            builder.Services.AddSingleton<IInferenceObserver>(new Seen { Fails = true });
            builder.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(logs));
        });
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));

        for (int i = 0; i < 3; i++) { await host.CallAsync("affine"); }
        Assert.Single(logs.GetSnapshot(), static r => r.Id.Id == 2060);

        host.Time.Advance(TimeSpan.FromMinutes(2));
        await host.CallAsync("affine");
        Assert.Equal(2, logs.GetSnapshot().Count(static r => r.Id.Id == 2060));
    }

    [Fact]
    public async Task InferAsync_NoObserverWants_NothingIsMeasured()
    {
        Seen seen = new() { IsEnabled = false };
        using TestHost host = new(build: builder => builder.Services.AddSingleton<IInferenceObserver>(seen));
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));

        await host.CallAsync("affine");

        Assert.Empty(seen.Calls);
    }

    [Fact]
    public async Task InferAsync_SlowCalls_LoggedUpToABound()
    {
        FakeLogCollector logs = new();
        using TestHost host = new(build: builder =>
        {
            builder.Services.Configure<TelemetryOptions>(static o => o.SlowCallThreshold = TimeSpan.FromMilliseconds(10));
            builder.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(logs));
        });
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));
        await host.CallAsync("affine");
        Assert.DoesNotContain(logs.GetSnapshot(), static r => r.Id.Id == 2061);

        host.Runtime.Sessions.Single().OnRun = () => host.Time.Advance(TimeSpan.FromMilliseconds(10));
        for (int i = 0; i < 100; i++) { await host.CallAsync("affine"); }

        Assert.Equal(60, logs.GetSnapshot().Count(static r => r.Id.Id == 2061));
        Assert.Contains("'affine' version '1.0.0' took 10.0 ms: answered", logs.GetSnapshot().First(static r => r.Id.Id == 2061).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TritonMetricNames_Asked_TellTheStatistics()
    {
        using TestHost host = new(build: static builder => builder.Services.Configure<TelemetryOptions>(static o => o.TritonMetricNames = true));
        foreach (IHostedService service in host.Services.GetServices<IHostedService>().Where(static s => s.GetType().Name == "TritonMetricsService")) { await service.StartAsync(default); }
        using MetricCollector<long> counts = new(host.Services.GetRequiredService<IMeterFactory>(), ModelOpsDiagnostics.MeterName, "nv_inference_count");
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));
        await host.CallAsync("affine");
        await host.CallAsync("affine");

        counts.RecordObservableInstruments();

        CollectedMeasurement<long> count = counts.LastMeasurement!;
        Assert.Equal((2, "affine", "1.0.0"), (count.Value, count.Tags["model"], count.Tags["version"]));
    }

    private sealed class Seen : IInferenceObserver
    {
        public List<string> Calls { get; } = [];

        public bool Fails { get; init; }

        public bool IsEnabled { get; init; } = true;

        public void OnAnswered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed)
        {
            if (Fails) { throw new InvalidOperationException("observer"); }
            Calls.Add($"{request.Model} {response.ModelVersion} {elapsed.TotalMilliseconds:0} ms");
        }

        public void OnFailed(InferenceRequest request, Exception error, TimeSpan elapsed) => Calls.Add($"{request.Model} {error.GetType().Name}");
    }
}
