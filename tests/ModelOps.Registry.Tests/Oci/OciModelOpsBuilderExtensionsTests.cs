using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Oci;

namespace ModelOps.Registry.Tests.Oci;

public sealed class OciModelOpsBuilderExtensionsTests
{
    [Fact]
    public void AddOciRegistries_Twice_BindsOnceAndCodeWins()
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:Registry:Oci:PlainHttpRegistries:0"] = "registry.internal:5000",
            ["ModelOps:Registry:Oci:MaxRetries"] = "7",
        }).Build());
        services.AddModelOps().AddOciRegistries().AddOciRegistries(static o => o.MaxConcurrency = 2);
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        OciOptions options = provider.GetRequiredService<IOptions<OciOptions>>().Value;

        Assert.Equal(["registry.internal:5000"], options.PlainHttpRegistries);
        Assert.Equal((7, 2), (options.MaxRetries, options.MaxConcurrency));
        Assert.Same(provider.GetRequiredService<OciModelClient>(), provider.GetRequiredService<OciModelClient>());
    }

    [Fact]
    public void Options_OutOfRange_NameKeyValueAndMend()
    {
        OciOptions options = new() { ChunkBytes = 1, MaxConcurrency = 0, StallTimeout = TimeSpan.Zero, PlainHttpRegistries = { "http://x" } };

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => new OciModelClient(options));

        Assert.Equal(4, error.Failures.Count());
        Assert.Contains("ModelOps:Registry:Oci:ChunkBytes is 1. Set it to 65536 to 4294967296.", error.Failures);
    }

    [Fact]
    public void Credentials_AsText_ShowNoSecret() => Assert.Equal("Basic ***", OciCredentials.FromPassword("ci", "secret").ToString());
}
