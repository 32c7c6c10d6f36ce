using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

public sealed class AddPerformanceMonitoringTests
{
    [Fact]
    public void AddPerformanceMonitoring_Twice_RegistersOnce()
    {
        var services = new ServiceCollection();
        services.AddModelOps().AddPerformanceMonitoring().AddPerformanceMonitoring(static options => options.Models["credit"] = new PerformanceModelOptions());
        Assert.Single(services, static descriptor => descriptor.ServiceType == typeof(IInferenceObserver));
        Assert.Single(services, static descriptor => descriptor.ServiceType == typeof(IGroundTruth));
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Single(provider.GetRequiredService<IOptions<PerformanceMonitoringOptions>>().Value.Models);
    }

    [Fact]
    public void Options_FromConfiguration_AreBound()
    {
        PerformanceModelOptions credit = Bind(
            ("credit:Task", "MulticlassClassification"), ("credit:Output", "probabilities"), ("credit:Window", "00:10:00"), ("credit:LabelTimeToLive", "1.00:00:00"), ("credit:IdInput", "order"))
            .Models["credit"];
        Assert.Equal(PredictionTask.MulticlassClassification, credit.Task);
        Assert.Equal(("probabilities", TimeSpan.FromMinutes(10), TimeSpan.FromDays(1), "order"), (credit.Output, credit.Window, credit.LabelTimeToLive, credit.IdInput));
    }

    [Theory]
    [InlineData("credit:Window", "00:00:00", "Set it from 1 second to 31 days")]
    [InlineData("credit:LabelTimeToLive", "00:30:00", "Set it from the length of a window")]
    [InlineData("credit:LabelTimeToLive", "365.00:00:00", "to 5000 windows")]
    [InlineData("credit:Column", "-1", "Set it to 0 or more")]
    [InlineData("credit:DecisionThreshold", "NaN", "Set it to a finite number")]
    [InlineData("credit:MaxIds", "0", "Set it from 1 to 10000000")]
    [InlineData("credit:Output", "", "Name an output")]
    [InlineData("a@b:Output", "x", "no name of a model")]
    public void Options_Wrong_AreRefusedWithKeyAndMend(string key, string value, string mend)
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => Bind((key, value)));
        string failure = Assert.Single(error.Failures);
        Assert.StartsWith($"ModelOps:Drift:Performance:Models:{key.Split(':')[0]}", failure, StringComparison.Ordinal);
        Assert.Contains(mend, failure, StringComparison.Ordinal);
    }

    private static PerformanceMonitoringOptions Bind(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(static setting => KeyValuePair.Create($"ModelOps:Drift:Performance:Models:{setting.Key}", (string?)setting.Value))).Build());
        services.AddModelOps().AddPerformanceMonitoring();
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<PerformanceMonitoringOptions>>().Value;
    }
}
