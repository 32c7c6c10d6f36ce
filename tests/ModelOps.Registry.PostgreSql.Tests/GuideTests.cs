using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ModelOps.Registry.PostgreSql.Tests;

public sealed class GuideTests
{
    [Fact]
    public void Guide_S3_IsConfigured()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/registry-on-postgresql.md#1>
        builder.Services.AddModelOps().AddPostgreSqlRegistry(options =>
        {
            options.ConnectionString = "Host=db;Database=models;Username=modelops";
            options.S3.Endpoint = new Uri("https://s3.eu-central-1.amazonaws.com");
            options.S3.Region = "eu-central-1";
            options.S3.Bucket = "company-models";
        });
        // </snippet>

        builder.Services.Configure<PostgreSqlRegistryOptions>(static o => (o.S3.AccessKeyId, o.S3.SecretAccessKey) = ("id", "secret"));
        Assert.Equal("company-models", Options(builder).S3.Bucket);
    }

    [Fact]
    public void Guide_SharedFolder_IsConfigured()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/registry-on-postgresql.md#2>
        builder.Services.AddModelOps().AddPostgreSqlRegistry(options =>
        {
            options.ConnectionString = "Host=db;Database=models;Username=modelops";
            options.SharedFolder = "/mnt/models"; // NFS 4, SMB: it must keep file locks
            options.CacheFolder = "/var/cache/modelops"; // of this host alone
        });
        // </snippet>

        PostgreSqlRegistryOptions bound = Options(builder);
        Assert.Equal(("/mnt/models", "/var/cache/modelops"), (bound.SharedFolder, bound.CacheFolder));
    }

    private static PostgreSqlRegistryOptions Options(HostApplicationBuilder builder)
    {
        using IHost host = builder.Build();
        return host.Services.GetRequiredService<IOptions<PostgreSqlRegistryOptions>>().Value;
    }
}
