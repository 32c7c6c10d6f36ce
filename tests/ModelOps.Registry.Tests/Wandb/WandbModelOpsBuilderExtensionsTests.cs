using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Wandb;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Wandb;

public sealed class WandbModelOpsBuilderExtensionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddWandbExport_Twice_IsOneExporterAndBindsOnce()
    {
        using TemporaryFolder folder = new();
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:Registry:Wandb:Project"] = "demand",
            ["ModelOps:Registry:Wandb:ApiKeySecret"] = "Wandb:Key",
            ["ModelOps:Registry:Wandb:Address"] = "https://wandb.example",
        }).Build());
        services.AddModelOps().AddRegistry(o => o.Path = folder.Path).AddWandbExport().AddWandbExport(static o => o.MaxAttempts = 7);
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Single(provider.GetServices<WandbExporter>());
        WandbOptions options = provider.GetRequiredService<IOptions<WandbOptions>>().Value;
        Assert.Equal(("demand", 7, "https://wandb.example/"), (options.Project, options.MaxAttempts, options.Address.ToString()));
    }

    [Fact]
    public async Task AddWandbExport_BadOptions_StopTheStartWithAllOfThem()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddWandbExport(static o =>
        {
            o.Address = new Uri("http://wandb.example");
            o.Project = "a/b";
            o.ApiKey = "very-secret";
            o.ApiKeySecret = "Wandb:Key";
            o.MaxRequestBytes = 1;
        });
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        Assert.Equal(4, error.Failures.Count());
        Assert.Contains("ModelOps:Registry:Wandb:Address is 'http://wandb.example/'. Use https", error.Message, StringComparison.Ordinal);
        Assert.Contains("needs one of ApiKey and ApiKeySecret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exporter_WithoutStores_SaysWhatIsMissing()
    {
        using WandbExporter exporter = new(new WandbOptions { Project = "demand", ApiKey = "k" }, null);

        Assert.Contains("ITrackingStore", (await Assert.ThrowsAsync<InvalidOperationException>(() => exporter.ExportRunAsync("r", cancellationToken: Cancellation))).Message, StringComparison.Ordinal);
        Assert.Contains("IModelRegistry", (await Assert.ThrowsAsync<InvalidOperationException>(() => exporter.ExportVersionAsync(ModelReference.Parse("demand"), cancellationToken: Cancellation))).Message, StringComparison.Ordinal);
    }
}
