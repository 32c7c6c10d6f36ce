using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Tests.Monitoring;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

/// <summary>A host that watches the performance of a model, and shows it calls as a model host does.</summary>
internal sealed class WatchedModel : IDisposable
{
    internal const string Model = "credit";
    internal const string Version = "1.0.0";
    private readonly IHost _host;
    private readonly IInferenceObserver _observer;

    internal WatchedModel(
        FakeTimeProvider time, Action<PerformanceModelOptions>? model = null, Action<PerformanceMonitoringOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services?.Invoke(builder.Services);
        builder.Services.AddSingleton<ILabelledPredictionObserver>(Told).AddSingleton<IPerformanceEvaluationObserver>(Seen).AddModelOps().AddPerformanceMonitoring(options =>
        {
            var settings = new PerformanceModelOptions();
            model?.Invoke(settings);
            options.Models[Model] = settings;
            configure?.Invoke(options);
        });
        _host = builder.Build();
        _observer = _host.Services.GetServices<IInferenceObserver>().OfType<PerformanceObserver>().Single();
    }

    internal RecordedLog Log { get; } = new();

    internal RecordedPerformance Seen { get; } = new();

    internal IReadOnlyList<PerformanceEvaluation> History => Services.GetRequiredService<IPerformanceHistory>().Read(Model, Version);

    internal RecordedLabels Told { get; } = new();

    internal IServiceProvider Services => _host.Services;

    internal IGroundTruth Labels => Services.GetRequiredService<IGroundTruth>();

    /// <summary>Goes on with what was kept, and loads the reference, as the service and a first call do.</summary>
    internal async Task<WatchedModel> StartAsync()
    {
        Service.Restore();
        Services.GetRequiredService<PerformanceDirectory>().Find(Model, Version);
        await RoundAsync();
        return this;
    }

    internal Task RoundAsync() => Service.RunRoundAsync(TestContext.Current.CancellationToken);

    internal void Save() => Services.GetRequiredService<PerformanceEvaluator>().SaveAll(isLast: false);

    internal Task StopAsync() => Service.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Shows an answer of one output <c>score</c>, FP64, a row a number.</summary>
    internal void Call(string? id, params ReadOnlySpan<double> scores) => Call(id, Version, scores);

    internal void Call(string? id, string version, params ReadOnlySpan<double> scores)
    {
        using var request = new InferenceRequest(ModelReference.ToModel(Model)) { Id = id };
        using var response = new InferenceResponse { ModelName = Model, ModelVersion = version };
        scores.CopyTo(response.Outputs.Add("score", TensorDataType.Float64, [scores.Length]).AsSpan<double>());
        Call(request, response);
    }

    internal void Call(InferenceRequest request, InferenceResponse response) => _observer.OnAnswered(request, response, TimeSpan.Zero);

    public void Dispose() => _host.Dispose();

    private PerformanceService Service => Services.GetRequiredService<PerformanceService>();
}
