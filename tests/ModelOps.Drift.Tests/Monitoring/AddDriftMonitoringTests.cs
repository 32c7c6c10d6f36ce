using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class AddDriftMonitoringTests
{
    [Fact]
    public void AddDriftMonitoring_Twice_RegistersOnce()
    {
        using IHost host = Build([], static builder => builder.AddDriftMonitoring().AddDriftMonitoring());
        Assert.Single(host.Services.GetServices<IInferenceObserver>().OfType<DriftObserver>());
        Assert.Single(host.Services.GetServices<IHostedService>().OfType<DriftMonitoringService>());
        Assert.Single(host.Services.GetServices<IValidateOptions<DriftMonitoringOptions>>());
        Assert.NotNull(host.Services.GetRequiredService<IDriftHistory>());
        Assert.NotNull(host.Services.GetRequiredService<DriftAnalyzer>());
    }

    [Fact]
    public void AddDriftMonitoring_Configuration_BindsAndCodeWins()
    {
        using IHost host = Build(
            [
                ("SampleRate", "0.5"), ("Window:Kind", "Tumbling"), ("Window:Length", "00:30:00"), ("Season:Count", "2"), ("Season:Features:0", "load"),
                ("Models:demand:Columns:x:0", "age"), ("Models:demand:Columns:x:1", "income"), ("Models:demand:EventTimeParameter", "at"),
            ],
            static builder => builder.AddDriftMonitoring(static options => options.SampleRate = 0.25));
        DriftMonitoringOptions options = host.Services.GetRequiredService<IOptions<DriftMonitoringOptions>>().Value;
        Assert.Equal((0.25, DriftWindowKind.Tumbling, TimeSpan.FromMinutes(30), 2), (options.SampleRate, options.Window.Kind, options.Window.Length, options.Season.Count));
        Assert.Equal(["load"], options.Season.Features);
        Assert.Equal(["age", "income"], options.Models["demand"].Columns["x"]);
        Assert.Equal("at", options.Models["demand"].EventTimeParameter);
    }

    [Theory]
    [InlineData("SampleRate", "1.5", "ModelOps:Drift:Monitoring:SampleRate is 1.5. Set it above 0 and to 1 at most.")]
    [InlineData("BucketLength", "00:00:07", "ModelOps:Drift:Monitoring:BucketLength is 00:00:07. Set it to a whole part of a day from 1 second on, e.g. '00:01:00'.")]
    [InlineData("FlushInterval", "00:02:00", "ModelOps:Drift:Monitoring:FlushInterval is 00:02:00. Set it from '00:00:00.1' to BucketLength, e.g. '00:00:05'.")]
    [InlineData("Window:Length", "00:00:30", "ModelOps:Drift:Monitoring:Window:Length is 00:00:30. Set it to a multiple of BucketLength, at most 31 days, e.g. '01:00:00'.")]
    [InlineData("Window:Step", "02:00:00", "ModelOps:Drift:Monitoring:Window:Step is 02:00:00. Set it to a multiple of BucketLength, at most the window's Length.")]
    [InlineData("AlarmsPerWeek", "0", "ModelOps:Drift:Monitoring:AlarmsPerWeek is 0. Set it above 0, e.g. 1.")]
    [InlineData("Retention", "00:10:00", "ModelOps:Drift:Monitoring:Retention is 00:10:00. Set it to the length of a window or more, or leave it out.")]
    [InlineData("Models:demand:ReferenceFile", "/no/such/file", "ModelOps:Drift:Monitoring:Models:demand:ReferenceFile is a file that is not there. Give the path of a profile that DriftProfileFile wrote.")]
    public async Task AddDriftMonitoring_BadOptions_StopTheStart(string key, string value, string expected)
    {
        using IHost host = Build([(key, value)], static builder => builder.AddDriftMonitoring());
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(expected, error.Failures);
    }

    [Fact]
    public async Task AddDriftMonitoring_AllWrong_TellsAllAtOnce()
    {
        using IHost host = Build(
            [("Replica", ""), ("SampleRate", "0"), ("MaxPendingBuckets", "0"), ("MaxValuesPerBucket", "3"), ("History", "0"), ("Season:Count", "-1"), ("Season:Period", "00:01:00"), ("Grace", "02:00:00"), ("AllowedLateness", "2.00:00:00"), ("EvidencePeriod", "90.00:00:00"), ("Window:Gap", "00:00:01"), ("Models:m:Columns:x:0", "a"), ("Models:m:Columns:x:1", "a")],
            static builder => builder.AddDriftMonitoring());
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(12, error.Failures.Count());
        Assert.All(error.Failures, static failure => Assert.StartsWith("ModelOps:Drift:Monitoring:", failure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_RunsByItself()
    {
        using IHost host = Build([("FlushInterval", "00:00:00.1"), ("BucketLength", "00:00:01"), ("Window:Length", "00:00:01"), ("Window:Step", "00:00:01"), ("Window:Gap", "00:00:01"), ("Grace", "00:00:00")], static builder =>
            builder.AddDriftMonitoring(static options => options.UseReference("demand", MonitoringData.Reference(1))));
        await host.StartAsync(TestContext.Current.CancellationToken);
        IInferenceObserver observer = host.Services.GetServices<IInferenceObserver>().OfType<DriftObserver>().Single();
        using var request = new InferenceRequest(ModelReference.ToModel("demand"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 1], [0.5f]));
        using var response = new InferenceResponse { ModelName = "demand", ModelVersion = "1.0.0" };
        IDriftHistory history = host.Services.GetRequiredService<IDriftHistory>();
        for (int i = 0; i < 600 && history.Read("demand", "1.0.0").Count == 0; i++)
        {
            observer.OnAnswered(request, response, TimeSpan.Zero);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.NotEmpty(history.Read("demand", "1.0.0"));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IHost Build((string Key, string Value)[] settings, Action<IModelOpsBuilder> add)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(static pair => $"{DriftMonitoringOptions.SectionName}:{pair.Key}", static pair => (string?)pair.Value));
        builder.Services.AddLogging();
        add(builder.Services.AddModelOps());
        return builder.Build();
    }
}
