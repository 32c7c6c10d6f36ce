using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.TestSupport;

namespace ModelOps.Jobs.Tests;

public sealed class JobsModelOpsBuilderExtensionsTests
{
    [Fact]
    public void AddJobs_Twice_RegistersOnceAndBindsTheSection()
    {
        using TemporaryFolder folder = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:Jobs:Concurrency"] = "7",
            ["ModelOps:Jobs:Webhooks:Secrets:0"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            ["ModelOps:Jobs:Sqlite:Path"] = folder.File("jobs.db"),
        });
        builder.Services.AddModelOps().AddJobs().AddJobs(static jobs => jobs.MaxAttempts = 9);
        using IHost host = builder.Build();

        JobsOptions options = host.Services.GetRequiredService<IOptions<JobsOptions>>().Value;
        Assert.Equal((7, 9, 1), (options.Concurrency, options.MaxAttempts, options.Webhooks.Secrets.Count));
        Assert.Equal(3, host.Services.GetServices<IHostedService>().Count());
        Assert.IsType<SqliteJobQueue>(host.Services.GetRequiredService<IInferenceJobQueue>());
    }

    [Fact]
    public async Task Start_BadOptions_NamesEachWithItsMend()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddJobs(static jobs =>
        {
            jobs.Concurrency = -1;
            jobs.Lease = TimeSpan.Zero;
            jobs.Webhooks.Secrets.Add("whsec_short");
        });
        using IHost host = builder.Build();

        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(TestContext.Current.CancellationToken));

        string text = error.ToString();
        Assert.Contains("ModelOps:Jobs:Concurrency is -1. Use 0 to 1024.", text, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Jobs:Lease is '00:00:00'. Use 00:00:01 to 01:00:00.", text, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Jobs:Webhooks:Secrets:0 is not a secret.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_short", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BadOptionsOfTheEmbeddedQueue_NamesThem()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddJobs();
        builder.Services.Configure<SqliteJobQueueOptions>(static o => (o.Path, o.MaxQueued) = (" ", 0));
        using IHost host = builder.Build();

        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("ModelOps:Jobs:Sqlite:MaxQueued is '0'. Use 1 or more.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("ModelOps:Jobs:Sqlite:Path is ' '.", error.ToString(), StringComparison.Ordinal);
    }
}
