using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Redis.Tests.Fakes;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Redis.Tests.Jobs;

public sealed class RedisJobsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restart_OfRedisUnderLoad_LosesNoAcknowledgedJobAndAnswersNoneTwice()
    {
        const int jobs = 300;
        await using RedisServer redis = await RedisServer.CreateAsync();
        using IHost one = await StartAsync(redis, new CountingModel());
        using IHost two = await StartAsync(redis, new CountingModel());
        IInferenceJobQueue queue = one.Services.GetRequiredService<IInferenceJobQueue>();
        ConcurrentDictionary<string, float> acknowledged = new(StringComparer.Ordinal);
        ConcurrentDictionary<string, string> seen = new(StringComparer.Ordinal);
        int changed = 0;

        Task submit = Task.WhenAll(Enumerable.Range(0, 4).Select(lane => Task.Run(async () =>
        {
            for (int i = lane; i < jobs; i += 4) { acknowledged[await SubmitAsync(one, i)] = i; }
        })));
        using CancellationTokenSource watching = new();
        Task watch = Task.Run(async () =>
        {
            while (!watching.IsCancellationRequested)
            {
                foreach (string id in acknowledged.Keys) { await LookAsync(id); }
                await Task.Delay(20);
            }
        });
        for (int kill = 0; kill < 4; kill++)
        {
            await Task.Delay(250, Cancellation); // under load, somewhere in the middle of it
            await redis.KillAsync();
            await redis.StartAsync();
        }

        await submit;
        await Eventually.TrueAsync(
            async () =>
            {
                foreach (string id in acknowledged.Keys.Where(id => !seen.ContainsKey(id))) { await LookAsync(id); }
                return seen.Count == jobs;
            },
            "every job is answered");
        await watching.CancelAsync();
        await watch;

        Assert.Equal(jobs, acknowledged.Count);
        Assert.Equal(0, changed);
        foreach ((string id, float x) in acknowledged)
        {
            using InferenceResponse response = new();
            InferenceJob job = await one.Services.GetRequiredService<IInferenceJobClient>().ReadResponseAsync(id, response, Cancellation);
            Assert.Equal(InferenceJobState.Succeeded, job.State);
            Assert.Equal(2 * x, response.Outputs["y"].AsSpan<float>()[0]);
            await LookAsync(id);
        }

        Assert.Equal(0, changed);
        InferenceJobQueueDepth depth = await queue.GetDepthAsync(Cancellation);
        Assert.Equal((0, 0, 0, 0), (depth.Ready, depth.Delayed, depth.Running, depth.Dead));

        // An answer holds the number of the run it came from: another run of the job would show another one.
        async Task LookAsync(string id)
        {
            try
            {
                if (await queue.ReadResultAsync(id) is not { } result) { return; }
                string text = Convert.ToHexString(result.Span);
                if (seen.GetOrAdd(id, text) != text) { Interlocked.Increment(ref changed); }
            }
            catch (JobStoreException)
            {
            }
        }
    }

    [Fact]
    public async Task Kill_WorkerInTheMiddleOfAJob_AHostElsewhereTakesItOver()
    {
        await using RedisServer redis = await RedisServer.CreateAsync();
        using ServiceProvider services = RedisJobs.CreateServices(redis, "jobs");
        IInferenceJobQueue queue = services.GetRequiredService<IInferenceJobQueue>();
        using InferenceRequest request = Request(21);
        InferenceJob job = await queue.SubmitAsync(new InferenceJobSubmission { Model = request.Model, Payload = InferenceJobPayload.Encode(request) }, Cancellation);
        await using (ChildProcess child = ChildProcess.Start("ModelOps.Jobs.CrashChild", "redis", redis.Configuration, "jobs"))
        {
            Assert.Equal("running r21", await child.ReadLineAsync(Cancellation));
            await child.KillAsync();
        }

        using IHost host = await StartAsync(redis, new CountingModel());
        await Eventually.TrueAsync(async () => (await queue.FindAsync(job.Id))!.HasEnded, "the job is done by another");

        InferenceJob ended = (await queue.FindAsync(job.Id, Cancellation))!;
        Assert.Equal((InferenceJobState.Succeeded, 2), (ended.State, ended.Attempt));
    }

    [Fact]
    public async Task Submit_RedisAway_IsAnErrorThatMayPass()
    {
        await using RedisServer redis = await RedisServer.CreateAsync();
        using ServiceProvider services = RedisJobs.CreateServices(redis, "jobs");
        await redis.KillAsync();
        using InferenceRequest request = Request(1);

        JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(async () => await services.GetRequiredService<IInferenceJobQueue>().SubmitAsync(
            new InferenceJobSubmission { Model = request.Model, Payload = InferenceJobPayload.Encode(request) }, Cancellation));

        Assert.Equal((ModelOpsErrorKind.Unavailable, JobErrorCodes.JobStoreUnavailable), (error.Kind, error.Code));
        Assert.NotNull(error.RetryAfter);
    }

    [Fact]
    public async Task Submit_MoreThanMayWait_IsRefused()
    {
        await using RedisServer redis = await RedisServer.CreateAsync();
        using ServiceProvider services = RedisJobs.CreateServices(redis, "jobs", static o => o.MaxQueued = 1);
        IInferenceJobQueue queue = services.GetRequiredService<IInferenceJobQueue>();
        InferenceJobSubmission submission = new() { Model = ModelReference.Parse("demand"), Payload = new byte[] { 1 } };
        await queue.SubmitAsync(submission, Cancellation);

        await Assert.ThrowsAsync<JobQueueFullException>(async () => await queue.SubmitAsync(submission, Cancellation));
    }

    private static InferenceRequest Request(float x)
    {
        InferenceRequest request = new(ModelReference.Parse("demand")) { Id = FormattableString.Invariant($"r{x}") };
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 1], [x]));
        return request;
    }

    /// <summary>Submits until it is acknowledged; the key makes all tries one job.</summary>
    private static async Task<string> SubmitAsync(IHost host, int x)
    {
        IInferenceJobClient client = host.Services.GetRequiredService<IInferenceJobClient>();
        while (true)
        {
            try
            {
                using InferenceRequest request = Request(x);
                request.Context.IdempotencyKey = $"key-{x}";
                return (await client.SubmitAsync(request, null, Cancellation)).Id;
            }
            catch (JobStoreException)
            {
                await Task.Delay(20, Cancellation);
            }
        }
    }

    private static async Task<IHost> StartAsync(RedisServer redis, IInferenceClient model)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(model);
        builder.Services.AddModelOps()
            .AddJobs(static jobs =>
            {
                (jobs.Concurrency, jobs.MaxAttempts, jobs.Seed) = (4, 50, 1);
                (jobs.Lease, jobs.PollInterval, jobs.RetryDelay) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(5));
            })
            .AddRedis(options => (options.Configuration, options.KeyPrefix) = (redis.Configuration, "jobs"))
            .AddRedisJobs();
        IHost host = builder.Build();
        await host.StartAsync(Cancellation);
        return host;
    }
}
