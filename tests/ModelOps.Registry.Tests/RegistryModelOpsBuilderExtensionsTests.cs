using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests;

public sealed class RegistryModelOpsBuilderExtensionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AddRegistry_Twice_IsOneRegistryThatGoesWithTheProvider()
    {
        ServiceCollection services = new();
        services.AddModelOps().AddRegistry(o => o.Path = _folder.Path).AddRegistry(o => o.PollInterval = TimeSpan.FromSeconds(9));

        using (ServiceProvider provider = services.BuildServiceProvider(validateScopes: true))
        {
            IModelRegistry registry = Assert.Single(provider.GetServices<IModelRegistry>());
            Assert.Same(provider.GetRequiredService<EmbeddedModelRegistry>(), registry);
            Assert.Equal(TimeSpan.FromSeconds(9), provider.GetRequiredService<IOptions<RegistryOptions>>().Value.PollInterval);
            Assert.Single(Directory.EnumerateDirectories(_folder.File("temp")));
        }

        Assert.Empty(Directory.EnumerateDirectories(_folder.File("temp")));
    }

    [Fact]
    public void AddRegistry_Configuration_IsBoundAndCodeWins()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:Registry:Path"] = "from-configuration",
            ["ModelOps:Registry:BusyTimeout"] = "00:00:07",
            ["ModelOps:Registry:MaxVersionBytes"] = "99",
        });
        builder.Services.AddModelOps().AddRegistry(o => o.Path = _folder.Path);

        using IHost host = builder.Build();

        RegistryOptions options = host.Services.GetRequiredService<IOptions<RegistryOptions>>().Value;
        Assert.Equal((_folder.Path, TimeSpan.FromSeconds(7), 99L), (options.Path, options.BusyTimeout, options.MaxVersionBytes));
    }

    [Fact]
    public void AddRegistry_RegistryOfTheHost_Stays()
    {
        using EmbeddedModelRegistry own = EmbeddedModelRegistry.Open(_folder.File("own"));
        ServiceCollection services = new();
        services.AddSingleton<IModelRegistry>(own);
        services.AddModelOps().AddRegistry(o => o.Path = _folder.File("other"));

        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Same(own, provider.GetRequiredService<IModelRegistry>());
        Assert.False(Directory.Exists(_folder.File("other")));
    }

    [Fact]
    public async Task AddRegistry_BadOptions_StopTheStartWithKeyValueAndMend()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ModelOps:Registry:PollInterval"] = "02:00:00" });
        builder.Services.AddModelOps().AddRegistry();
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("ModelOps:Registry:PollInterval is '02:00:00'. Use 00:00:00.01 to 01:00:00.", error.Message, StringComparison.Ordinal);
    }
}
