using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Streams.Monitoring;
using ModelOps.Drift.Tests.Monitoring;

namespace ModelOps.Drift.Tests.Streams.Monitoring;

/// <summary>A host whose streams are watched: calls are shown to its observer, and rounds run when a test says so.</summary>
internal sealed class WatchedHost : IAsyncDisposable
{
    internal const string Model = "demand";
    internal const string Version = "1.0.0";

    private readonly IHost _host;
    private readonly StreamObserver _observer;
    private readonly StreamDetectionService _service;
    private readonly InferenceRequest _request = new(ModelReference.ToModel(Model));
    private readonly InferenceResponse _response = new();

    internal WatchedHost(Action<StreamDetectionOptions> configure, FakeTimeProvider? time = null, Action<IServiceCollection>? services = null)
    {
        Time = time ?? Clock();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        builder.Services.AddSingleton<IStreamChangeObserver>(Told);
        services?.Invoke(builder.Services);
        builder.Services.AddModelOps().AddStreamDetection(configure);
        _host = builder.Build();
        _observer = _host.Services.GetRequiredService<StreamObserver>();
        _service = _host.Services.GetRequiredService<StreamDetectionService>();
        _response.ModelName = Model;
        _response.ModelVersion = Version;
    }

    internal FakeTimeProvider Time { get; }

    internal RecordedLog Log { get; } = new();

    internal ToldChanges Told { get; } = new();

    internal IServiceProvider Services => _host.Services;

    internal IReadOnlyList<StreamChange> History => Services.GetRequiredService<IStreamHistory>().Read(Model, Version);

    internal WatchedVersion? Watched => Services.GetRequiredService<StreamDirectory>().Versions.SingleOrDefault(static version => version.Key.Version == Version);

    internal static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    internal async Task<WatchedHost> StartAsync()
    {
        await _host.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    internal Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Shows a call of one FP32 matrix <c>x</c>.</summary>
    internal void Call(int columns, ReadOnlySpan<float> values, TimeSpan elapsed = default)
    {
        _request.Inputs.Clear();
        values.CopyTo(_request.Inputs.Add("x", TensorDataType.Float32, [values.Length / columns, columns]).AsSpan<float>());
        _observer.OnAnswered(_request, _response, elapsed);
    }

    /// <summary>Shows a call of one value in FP64, of a version.</summary>
    internal void Call(double value, string version = Version)
    {
        using var request = new InferenceRequest(ModelReference.ToModel(Model));
        using var response = new InferenceResponse { ModelName = Model, ModelVersion = version };
        request.Inputs.Add("x", TensorDataType.Float64, [1, 1]).AsSpan<double>()[0] = value;
        _observer.OnAnswered(request, response, TimeSpan.Zero);
    }

    internal void Answer(InferenceRequest request, InferenceResponse response, TimeSpan elapsed = default)
    {
        (response.ModelName, response.ModelVersion) = (Model, Version);
        _observer.OnAnswered(request, response, elapsed);
    }

    internal void Fail(Exception error, ModelReference? asked = null)
    {
        using var request = new InferenceRequest(asked ?? ModelReference.ToModel(Model));
        _observer.OnFailed(request, error, TimeSpan.Zero);
    }

    internal void Label(double prediction, double label) =>
        ((ILabelledPredictionObserver)_observer).OnLabelled(new LabelledPrediction(Model, Version, prediction, label, Time.GetUtcNow()));

    internal void Round() => _service.RunRound();

    /// <summary>Runs rounds until something holds, for what other threads do.</summary>
    internal async Task UntilAsync(Func<bool> holds)
    {
        for (int i = 0; i < 3000 && !holds(); i++)
        {
            Round();
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True(holds());
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _request.Dispose();
        _response.Dispose();
        _host.Dispose();
    }
}
