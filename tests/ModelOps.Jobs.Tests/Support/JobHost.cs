using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.TestSupport;

namespace ModelOps.Jobs.Tests.Support;

/// <summary>A host with jobs over an embedded queue of its own.</summary>
internal sealed class JobHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private JobHost(IInferenceClient model, Action<JobsOptions>? configure, string? file, TimeProvider? time)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        if (time is not null) { builder.Services.AddSingleton(time); }
        builder.Services.AddSingleton(model);
        builder.Services.AddModelOps().AddJobs(jobs =>
        {
            jobs.PollInterval = TimeSpan.FromMilliseconds(10);
            jobs.RetryDelay = TimeSpan.FromMilliseconds(1);
            jobs.MaxAttempts = 3;
            jobs.Concurrency = 2;
            jobs.Seed = 1;
            configure?.Invoke(jobs);
        });
        builder.Services.Configure<SqliteJobQueueOptions>(options => options.Path = file ?? _folder.File("jobs.db"));
        Inner = builder.Build();
    }

    public IInferenceJobQueue Queue => Inner.Services.GetRequiredService<IInferenceJobQueue>();

    public IInferenceJobClient Client => Inner.Services.GetRequiredService<IInferenceJobClient>();

    public IServiceProvider Services => Inner.Services;

    private IHost Inner { get; }

    public static async Task<JobHost> StartAsync(IInferenceClient model, Action<JobsOptions>? configure = null, string? file = null, TimeProvider? time = null)
    {
        JobHost host = new(model, configure, file, time);
        await host.Inner.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public static InferenceRequest Request(float x = 3)
    {
        InferenceRequest request = new(ModelReference.Parse("demand")) { Id = "r1" };
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 1], [x]));
        return request;
    }

    public Task StopAsync() => Inner.StopAsync(TestContext.Current.CancellationToken);

    public async Task<InferenceJob> UntilAsync(string id, Func<InferenceJob, bool> reached)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            InferenceJob? job = await Queue.FindAsync(id, TestContext.Current.CancellationToken);
            if (job is not null && reached(job)) { return job; }
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1), $"The job stays {job}.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Inner.StopAsync(CancellationToken.None);
        Inner.Dispose();
        _folder.Dispose();
    }
}
