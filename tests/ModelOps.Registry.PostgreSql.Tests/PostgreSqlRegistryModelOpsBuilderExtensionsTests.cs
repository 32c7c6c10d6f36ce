using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.TestSupport;

namespace ModelOps.Registry.PostgreSql.Tests;

public sealed class PostgreSqlRegistryModelOpsBuilderExtensionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Readme_Configured_IsARegistry()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:src/ModelOps.Registry.PostgreSql/README.md#1>
        builder.Services.AddModelOps().AddPostgreSqlRegistry(options =>
        {
            options.ConnectionString = "Host=db;Database=models;Username=modelops"; // or section ModelOps:Registry:PostgreSql
            options.S3.Endpoint = new Uri("https://s3.eu-central-1.amazonaws.com");
            options.S3.Region = "eu-central-1";
            options.S3.Bucket = "company-models"; // keys from here, or from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
        });
        // </snippet>

        builder.Services.Configure<PostgreSqlRegistryOptions>(o =>
        {
            (o.S3.AccessKeyId, o.S3.SecretAccessKey) = ("id", "secret");
            o.CacheFolder = _folder.Path;
        });
        using IHost host = builder.Build();

        Assert.IsType<PostgreSqlModelRegistry>(host.Services.GetRequiredService<IModelRegistry>());
    }

    [Fact]
    public async Task AddPostgreSqlRegistry_Twice_IsOneRegistryThatGoesWithTheProvider()
    {
        ServiceCollection services = new();
        services.AddModelOps().AddPostgreSqlRegistry(Folder).AddPostgreSqlRegistry(o => o.PollInterval = TimeSpan.FromSeconds(9));

        await using (ServiceProvider provider = services.BuildServiceProvider(validateScopes: true))
        {
            IModelRegistry registry = Assert.Single(provider.GetServices<IModelRegistry>());
            Assert.Same(provider.GetRequiredService<PostgreSqlModelRegistry>(), registry);
            Assert.Same(registry, Assert.Single(provider.GetServices<IRegistryMaintenance>()));
            Assert.IsType<TrackingStore>(Assert.Single(provider.GetServices<ITrackingStore>()));
            Assert.IsType<FolderArtifactStore>(Assert.Single(provider.GetServices<IArtifactStore>()));
            Assert.Equal(TimeSpan.FromSeconds(9), provider.GetRequiredService<IOptions<PostgreSqlRegistryOptions>>().Value.PollInterval);
            Assert.Single(Directory.EnumerateDirectories(_folder.File("cache/temp")));
        }

        Assert.Empty(Directory.EnumerateDirectories(_folder.File("cache/temp")));
    }

    [Fact]
    public void AddPostgreSqlRegistry_Configuration_IsBoundAndCodeWins()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:Registry:PostgreSql:ConnectionString"] = "Host=db",
            ["ModelOps:Registry:PostgreSql:Schema"] = "from_configuration",
            ["ModelOps:Registry:PostgreSql:Stages:Shadow:0"] = "*",
            ["ModelOps:Registry:PostgreSql:S3:Endpoint"] = "https://store",
            ["ModelOps:Registry:PostgreSql:S3:Bucket"] = "models",
            ["ModelOps:Registry:PostgreSql:S3:AccessKeyId"] = "id",
            ["ModelOps:Registry:PostgreSql:S3:SecretAccessKey"] = "secret",
        });
        builder.Services.AddModelOps().AddPostgreSqlRegistry(o => o.Schema = "from_code");

        using IHost host = builder.Build();

        PostgreSqlRegistryOptions options = host.Services.GetRequiredService<IOptions<PostgreSqlRegistryOptions>>().Value;
        Assert.Equal(("Host=db", "from_code", "models"), (options.ConnectionString, options.Schema, options.S3.Bucket));
        Assert.Equal(["*"], options.Stages["Shadow"]);
    }

    [Fact]
    public void AddPostgreSqlRegistry_RegistryOfTheHost_Stays()
    {
        using EmbeddedModelRegistry own = EmbeddedModelRegistry.Open(_folder.File("own"));
        ServiceCollection services = new();
        services.AddSingleton<IModelRegistry>(own);
        services.AddModelOps().AddPostgreSqlRegistry(Folder);

        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Same(own, provider.GetRequiredService<IModelRegistry>());
    }

    [Fact]
    public async Task AddPostgreSqlRegistry_BadOptions_StopTheStartWithKeyValueAndMend()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddPostgreSqlRegistry();
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("ModelOps:Registry:PostgreSql:ConnectionString is 'not usable'. Give a connection string with a host", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Registry:PostgreSql:SharedFolder is ''. Name a folder that all hosts share, or set ModelOps:Registry:PostgreSql:S3:Endpoint", error.Message, StringComparison.Ordinal);
    }

    private void Folder(PostgreSqlRegistryOptions options)
    {
        options.ConnectionString = "Host=127.0.0.1;Port=1;Username=nobody";
        options.SharedFolder = _folder.File("shared");
        options.CacheFolder = _folder.File("cache");
    }
}
