using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Mlflow;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

public sealed class MlflowOptionsTests
{
    private static readonly Uri Server = new("https://mlflow.example.com");

    [Fact]
    public void AddMlflowRegistry_Twice_ResolvesOneClient()
    {
        ServiceCollection services = new();
        services.AddModelOps().AddMlflowRegistry(Server).AddMlflowRegistry(static o => o.User = "me");
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        MlflowClient client = provider.GetRequiredService<MlflowClient>();
        Assert.Same(client.Registry, provider.GetRequiredService<IModelRegistry>());
        Assert.Same(client.Tracking, provider.GetRequiredService<ITrackingStore>());
        Assert.Single(provider.GetServices<IModelRegistry>());
        Assert.Equal(("me", Server), (provider.GetRequiredService<IOptions<MlflowOptions>>().Value.User, provider.GetRequiredService<IOptions<MlflowOptions>>().Value.TrackingUri));
    }

    [Fact]
    public void AddMlflowRegistry_RegistryOfTheHost_Stays()
    {
        using MlflowFixture other = new();
        ServiceCollection services = new();
        services.AddSingleton(other.Registry);
        services.AddModelOps().AddMlflowRegistry(Server);
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Same(other.Registry, provider.GetRequiredService<IModelRegistry>());
    }

    [Fact]
    public async Task AddMlflowRegistry_BadConfiguration_StopsTheStartAndNamesAll()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:Registry:Mlflow:TrackingUri"] = "http://mlflow.example.com",
            ["ModelOps:Registry:Mlflow:Token"] = "s3cret",
            ["ModelOps:Registry:Mlflow:MaxRetries"] = "11",
            ["ModelOps:Registry:Mlflow:Timeout"] = "00:00:00",
        });
        builder.Services.AddModelOps().AddMlflowRegistry();
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(3, error.Failures.Count());
        Assert.Contains(error.Failures, static f => f.Contains("TrackingUri", StringComparison.Ordinal) && f.Contains("https", StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "not set")]
    [InlineData("ftp://host", "no address")]
    [InlineData("https://user:pw@host", "no address")]
    [InlineData("https://host?x=1", "no address")]
    public void Client_AddressThatIsNone_IsRefused(string? uri, string why)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new MlflowClient(new MlflowOptions { TrackingUri = uri is null ? null : new Uri(uri) }));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Client_CredentialsThatDisagree_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new MlflowClient(new MlflowOptions { TrackingUri = Server, Username = "me" }));
        Assert.Throws<ArgumentException>(() => new MlflowClient(new MlflowOptions { TrackingUri = Server, Username = "me", Password = "p", Token = "t" }));
        Assert.Throws<ArgumentException>(() => new MlflowClient(new MlflowOptions { TrackingUri = Server, Username = "a:b", Password = "p" }));
        new MlflowClient(new MlflowOptions { TrackingUri = new Uri("http://host"), Token = "t", AllowInsecureCredentials = true }).Dispose();
        new MlflowClient(new MlflowOptions { TrackingUri = new Uri("http://localhost:5000"), Token = "t" }).Dispose();
    }
}
