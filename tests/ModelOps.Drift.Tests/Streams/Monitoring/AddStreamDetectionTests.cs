using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Streams;
using ModelOps.Drift.Streams.Monitoring;

namespace ModelOps.Drift.Tests.Streams.Monitoring;

public sealed class AddStreamDetectionTests
{
    private const string Section = "ModelOps:Drift:Streams:";

    [Fact]
    public void AddStreamDetection_Twice_RegistersOnce()
    {
        using IHost host = Build([], static builder => builder.AddStreamDetection().AddStreamDetection());
        IInferenceObserver observer = Assert.Single(host.Services.GetServices<IInferenceObserver>());
        Assert.Same(observer, Assert.Single(host.Services.GetServices<ILabelledPredictionObserver>()));
        Assert.Single(host.Services.GetServices<IHostedService>().OfType<StreamDetectionService>());
        Assert.Single(host.Services.GetServices<IValidateOptions<StreamDetectionOptions>>());
        Assert.Empty(host.Services.GetRequiredService<IStreamHistory>().Versions);
        Assert.False(observer.IsEnabled);
    }

    [Fact]
    public void AddStreamDetection_Configuration_BindsAndCodeWins()
    {
        using IHost host = Build(
            [
                ("SaveInterval", "00:01:00"), ("Models:demand:Streams:score:Source", "Output"), ("Models:demand:Streams:score:Tensor", "y"), ("Models:demand:Streams:score:Column", "1"),
                ("Models:demand:Streams:score:Low", "0"), ("Models:demand:Streams:score:High", "1"), ("Models:demand:Streams:score:Detector", "adwin"),
                ("Models:demand:Streams:score:Settings:delta", "0.01"), ("Models:demand:Streams:slow:Source", "Latency"), ("Models:demand:Streams:slow:BlockLength", "00:01:00"),
            ],
            static builder => builder.AddStreamDetection(static options => options.Watch("demand", "slow", new WatchedStreamOptions { Source = StreamSource.Latency, BlockSize = 50 })));
        StreamDetectionOptions options = host.Services.GetRequiredService<IOptions<StreamDetectionOptions>>().Value;
        WatchedStreamOptions score = options.Models["demand"].Streams["score"];
        Assert.Equal((StreamSource.Output, "y", 1, 0.0, 1.0, "adwin", "0.01"), (score.Source, score.Tensor, score.Column, score.Low, score.High, score.Detector, score.Settings["Delta"]));
        Assert.Equal((50, (TimeSpan?)null), (options.Models["demand"].Streams["slow"].BlockSize, options.Models["demand"].Streams["slow"].BlockLength));
        Assert.Equal(TimeSpan.FromMinutes(1), options.SaveInterval);
        Assert.True(host.Services.GetServices<IInferenceObserver>().Single().IsEnabled);
    }

    [Theory]
    [InlineData("BufferSize", "5", Section + "BufferSize is 5. Set it from 1024 to 16777216, e.g. 65536.")]
    [InlineData("Models:demand:Streams:s:Detector", "spc", Section + "Models:demand:Streams:s:Detector is 'spc', which is not known. Take one of adwin, cusum, ddm, eddm, ewma-chart, hddm-a, hddm-w, kswin, page-hinkley, rddm.")]
    [InlineData("Models:demand:Streams:s:Detector", "ddm", Section + "Models:demand:Streams:s:Detector is 'ddm', which takes 0 and 1, but the stream has other numbers. Set Above and take every value, or take cusum, kswin or page-hinkley.")]
    [InlineData("Models:demand:Streams:s:Detector", "hddm-a", Section + "Models:demand:Streams:s:Detector is 'hddm-a', which takes 0 to 1, but the stream has any numbers. Set Low and High, or Above, or take cusum, kswin or page-hinkley.")]
    [InlineData("Models:demand:Streams:s:Settings:slack", "-1", Section + "Models:demand:Streams:s:Settings:slack is '-1'. 'slack' must be finite and at least 0.")]
    [InlineData("Models:demand:Streams:s:Settings:slack", "0,5", Section + "Models:demand:Streams:s:Settings:slack is '0,5'. Set it to a number, with a point for decimals.")]
    [InlineData("Models:demand:Streams:s:Settings:warmUp", "1.5", Section + "Models:demand:Streams:s:Settings:warmUp is '1.5'. Set it to a whole number.")]
    [InlineData("Models:demand:Streams:s:Settings:direction", "7", Section + "Models:demand:Streams:s:Settings:direction is '7'. Set it to Increase or Decrease or Both.")]
    [InlineData("Models:demand:Streams:s:Settings:delta", "1", Section + "Models:demand:Streams:s:Settings:delta is '1'. The detector has no such setting; it has deviation, direction, mean, slack, threshold, warmUp.")]
    [InlineData("Models:demand:Streams:s:Settings:deviation", "0", Section + "Models:demand:Streams:s:Settings:deviation is '0'. 'deviation' must be above 0 and finite.")]
    [InlineData("Models:demand:Streams:s:Low", "1", Section + "Models:demand:Streams:s:High is . Set both Low and High, or neither.")]
    [InlineData("Models:demand:Streams:s:BlockLength", "00:00:00.5", Section + "Models:demand:Streams:s:BlockLength is 00:00:00.5000000. Set it from 1 second to 1 day, e.g. '00:01:00'.")]
    [InlineData("Models:demand:Streams:s:UpdatesPerFalseAlarm", "7", Section + "Models:demand:Streams:s:UpdatesPerFalseAlarm is 7. Set it from 100 to 1000000, e.g. 10000.")]
    [InlineData("Models:demand:Streams:s:Tensor", "x", Section + "Models:demand:Streams:s:Tensor is x. Leave it out: the source Latency has no tensor.")]
    [InlineData("Models:a/b:Streams:s:Source", "Latency", Section + "Models is 'a/b'. It is no name of a model: ")]
    public async Task AddStreamDetection_BadOptions_StopTheStart(string key, string value, string expected)
    {
        using IHost host = Build([("Models:demand:Streams:s:Source", "Latency"), ("Models:demand:Streams:s:UpdatesPerFalseAlarm", "10000"), (key, value)], static builder => builder.AddStreamDetection());
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(expected, error.Failures.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddStreamDetection_ThatIsNotCalibrated_IsRefused()
    {
        using IHost host = Build([], static builder => builder.AddStreamDetection(static options => options
            .Watch("demand", "a", new WatchedStreamOptions { Source = StreamSource.Failures, Detector = "ddm", UpdatesPerFalseAlarm = 1000 })
            .Watch("demand", "b", new WatchedStreamOptions { Source = StreamSource.Latency, UpdatesPerFalseAlarm = 1000 }.UseDetector(static () => new PeriodicAlarm(5)))
            .Watch("demand", "c", new WatchedStreamOptions { Source = StreamSource.Latency }.UseDetector(static () => new PeriodicAlarm(0)))));
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [
                Section + "Models:demand:Streams:a:UpdatesPerFalseAlarm is 1000, but ddm is not calibrated here. Leave it out, or take adwin, cusum, ewma-chart, kswin or page-hinkley.",
                Section + "Models:demand:Streams:b:UpdatesPerFalseAlarm is 1000, but a detector made in code is not calibrated here. Leave it out, or take adwin, cusum, ewma-chart, kswin or page-hinkley.",
                Section + "Models:demand:Streams:c: the detector made in code could not be made (ArgumentOutOfRangeException). Mend what was given to UseDetector.",
            ],
            error.Failures);
    }

    [Theory]
    [InlineData(StreamSource.Failures, null, 1, "hddm-a", false)]
    [InlineData(StreamSource.WrongPredictions, null, 50, "hddm-a", false)]
    [InlineData(StreamSource.Latency, 0.5, 1, "hddm-a", false)]
    [InlineData(StreamSource.Latency, null, 1, "cusum", true)]
    [InlineData(StreamSource.SquaredError, null, 50, "cusum", true)]
    public void Plan_NoDetector_HasADefault(StreamSource source, double? above, int blockSize, string detector, bool isCalibrated)
    {
        StreamPlan plan = new StreamPlanner("k", "s", new WatchedStreamOptions { Source = source, Above = above, BlockSize = blockSize }).Make()!;
        Assert.Equal((detector, isCalibrated), (plan.Create().Name, plan.Threshold is not null));
    }

    [Fact]
    public void Plan_EveryDetector_IsMadeByItsName()
    {
        Assert.All(DetectorCatalog.Names, static name =>
        {
            var planner = new StreamPlanner("k", "s", new WatchedStreamOptions { Source = StreamSource.Failures, Detector = name });
            Assert.Equal(name, planner.Make()?.Create().Name);
            Assert.Empty(planner.Problems);
        });
        Assert.Equal(10, DetectorCatalog.Names.Count());
    }

    private static IHost Build((string Key, string Value)[] settings, Action<IModelOpsBuilder> add)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        var pairs = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach ((string key, string value) in settings) { pairs[Section + key] = value; }
        builder.Configuration.AddInMemoryCollection(pairs);
        builder.Services.AddLogging();
        add(builder.Services.AddModelOps());
        return builder.Build();
    }
}
