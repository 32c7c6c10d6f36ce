using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Batching;

namespace ModelOps.Serving.Tests.Batching;

public sealed class BatchingOptionsTests
{
    [Fact]
    public void Resolve_ModelOverSectionOverDefaults()
    {
        BatchingOptions section = new() { MaxRows = 32, Lanes = 3, MaxBacklog = TimeSpan.FromSeconds(1) };
        section.PreferredSizes.Add(64);
        section.PreferredSizes.Add(8);
        section.TenantWeights["gold"] = 4;
        BatchingOptions model = new() { MaxRows = 16, Mode = BatchingMode.On, PriorityLevels = 5 };

        BatchingSettings settings = BatchingSettings.Resolve(model, section);

        Assert.Equal((16, 3, BatchingMode.On), (settings.MaxRows, settings.Lanes, settings.Mode));
        Assert.Equal(TimeSpan.FromSeconds(1), settings.MaxBacklog);
        Assert.Equal((5, 3), (settings.PriorityLevels, settings.DefaultPriority));
        Assert.Equal([8], settings.PreferredSizes);
        Assert.Equal(4, settings.TenantWeights["gold"]);
        Assert.Equal(TimeSpan.FromMilliseconds(100), settings.AgeingInterval);
        Assert.Equal(Environment.ProcessorCount, BatchingSettings.Resolve(null, new BatchingOptions()).Lanes);
    }

    [Theory]
    [InlineData("MaxRows", "0")]
    [InlineData("MaxRows", "65537")]
    [InlineData("Lanes", "-1")]
    [InlineData("MaxDelay", "00:00:11")]
    [InlineData("MaxBacklog", "00:00:00")]
    [InlineData("LatencyTarget", "-00:00:01")]
    [InlineData("AgeingInterval", "00:00:00")]
    [InlineData("PriorityLevels", "17")]
    [InlineData("DefaultPriority", "17")]
    [InlineData("Tolerance", "1.5")]
    [InlineData("PreferredSizes:0", "0")]
    [InlineData("TenantWeights:gold", "0")]
    public void Validate_Wrong_NamesKeyAndValue(string key, string value)
    {
        using ServiceProvider services = Build(new() { [$"ModelOps:Serving:Batching:{key}"] = value });
        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<BatchingOptions>>().Value);
        Assert.StartsWith($"ModelOps:Serving:Batching:{key} is ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ModelsOwn_NamesTheModelsKey()
    {
        using ServiceProvider services = Build(new()
        {
            ["ModelOps:Serving:Models:0:Name"] = "demand",
            ["ModelOps:Serving:Models:0:File"] = "demand.onnx",
            ["ModelOps:Serving:Models:0:Batching:MaxRows"] = "-5",
        });
        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ServingOptions>>().Value);
        Assert.Contains("ModelOps:Serving:Models:0:Batching:MaxRows is -5", e.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings)
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLogging().AddModelOps().AddServing();
        return services.BuildServiceProvider();
    }
}
