using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

/// <summary>A process that is monitored: calls are shown to its observer, and its rounds run when a test says so.</summary>
internal sealed class MonitoredReplica : IDisposable
{
    internal const string Model = "demand";
    internal const string Version = "1.0.0";

    private readonly IHost _host;
    private readonly IInferenceObserver _observer;
    private readonly DriftMonitoringService _service;
    private readonly InferenceRequest _request = new(ModelReference.ToModel(Model));
    private readonly InferenceResponse _response = new();

    internal MonitoredReplica(
        DatasetProfile? reference, FakeTimeProvider time, IDriftBucketStore? store = null, Action<DriftMonitoringOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        if (store is not null) { builder.Services.AddSingleton(store); }
        services?.Invoke(builder.Services);
        builder.Services.AddModelOps().AddDriftMonitoring(options =>
        {
            if (reference is not null) { options.UseReference(Model, reference); }
            configure?.Invoke(options);
        });
        _host = builder.Build();
        _observer = _host.Services.GetServices<IInferenceObserver>().OfType<DriftObserver>().Single();
        _service = _host.Services.GetRequiredService<DriftMonitoringService>();
        _response.ModelName = Model;
        _response.ModelVersion = Version;
    }

    internal RecordedLog Log { get; } = new();

    internal IServiceProvider Services => _host.Services;

    internal IReadOnlyList<DriftEvaluation> Evaluations => Services.GetRequiredService<IDriftHistory>().Read(Model, Version);

    internal VersionTraffic? Traffic => Services.GetRequiredService<TrafficDirectory>().Watched.SingleOrDefault();

    /// <summary>Makes the version known and loads its reference, as a first call and the service do.</summary>
    internal async Task<MonitoredReplica> StartAsync()
    {
        Services.GetRequiredService<TrafficDirectory>().Find(Model, Version);
        await Services.GetRequiredService<ReferenceLoader>().LoadAsync(TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>Shows a call of one FP32 matrix <c>x</c>.</summary>
    internal void Call(int columns, ReadOnlySpan<float> values)
    {
        _request.Inputs.Clear();
        values.CopyTo(_request.Inputs.Add("x", TensorDataType.Float32, [values.Length / columns, columns]).AsSpan<float>());
        _observer.OnAnswered(_request, _response, TimeSpan.Zero);
    }

    /// <summary>Shows a call that a test put together.</summary>
    internal void Call(InferenceRequest request, InferenceResponse? response = null)
    {
        response ??= _response;
        (response.ModelName, response.ModelVersion) = (Model, Version);
        _observer.OnAnswered(request, response, TimeSpan.Zero);
    }

    internal Task RoundAsync() => _service.RunRoundAsync(TestContext.Current.CancellationToken);

    internal Task FlushAsync() => Services.GetRequiredService<BucketFlusher>().FlushAsync(TestContext.Current.CancellationToken);

    internal Task StopAsync() => _service.StopAsync(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _request.Dispose();
        _response.Dispose();
        _host.Dispose();
    }
}
