using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Limits;

public sealed class OverloadTests : IDisposable
{
    private readonly SemaphoreSlim _started = new(0);
    private readonly SemaphoreSlim _goOn = new(0);

    public void Dispose()
    {
        _started.Dispose();
        _goOn.Dispose();
    }

    [Fact]
    public async Task InferAsync_MoreThanThereIsRoomFor_RefusedWithATruthfulWait()
    {
        using TestHost host = await StartAsync(maxWait: TimeSpan.FromMilliseconds(250));
        Teach(host, seconds: 0.1);
        Task running = Start(host, 4);
        await _started.WaitAsync();
        Task first = Start(host, 4);
        await WaitingAsync(host, 1);
        Task second = Start(host, 4);
        await WaitingAsync(host, 2);

        ServerOverloadedException e = await Assert.ThrowsAsync<ServerOverloadedException>(() => Start(host, 4)); // would wait 300 ms

        Assert.Equal(0.3, e.RetryAfter!.Value.TotalSeconds, 3);
        Assert.Contains("1 calls run and 2 wait", e.Message, StringComparison.Ordinal);
        _goOn.Release(3);
        await Task.WhenAll(running, first, second);
    }

    [Fact]
    public async Task InferAsync_UrgentCallComes_LeastUrgentIsShed()
    {
        using TestHost host = await StartAsync(maxWait: TimeSpan.FromMilliseconds(250));
        Teach(host, seconds: 0.1);
        Task running = Start(host, 4);
        await _started.WaitAsync();
        Task middle = Start(host, 4);
        await WaitingAsync(host, 1);
        Task low = Start(host, 9);
        await WaitingAsync(host, 2);

        Task urgent = Start(host, 1);

        await Assert.ThrowsAsync<ServerOverloadedException>(() => low);
        _goOn.Release(3);
        await Task.WhenAll(running, urgent, middle);
    }

    [Fact]
    public async Task InferAsync_TurnDoesNotCome_RefusedWhenTheTimeIsOver()
    {
        using TestHost host = await StartAsync(maxWait: TimeSpan.FromMilliseconds(250));
        Task running = Start(host, 4);
        await _started.WaitAsync();
        Task waiting = Start(host, 4);
        await WaitingAsync(host, 1);

        await Eventually.TrueAsync(
            () =>
            {
                host.Time.Advance(TimeSpan.FromMilliseconds(250));
                return waiting.IsCompleted;
            },
            "its time is over");

        await Assert.ThrowsAsync<ServerOverloadedException>(() => waiting);
        _goOn.Release();
        await running;
    }

    private async Task<TestHost> StartAsync(TimeSpan maxWait)
    {
        TestHost host = new(build: b => b.Services.Configure<LimitsOptions>(o =>
            (o.Overload.IsEnabled, o.Overload.MinConcurrency, o.Overload.MaxConcurrency, o.Overload.StartConcurrency, o.Overload.MaxWait) = (true, 1, 1, 1, maxWait)));
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f, columns: 1));
        return host;
    }

    /// <summary>Lets some calls take so long, then makes calls wait until the test lets them go on.</summary>
    private void Teach(TestHost host, double seconds)
    {
        GuardedSession session = host.Runtime.Sessions.Last();
        session.OnRun = () => host.Time.Advance(TimeSpan.FromSeconds(seconds));
        for (int i = 0; i < 20; i++)
        {
            using InferenceRequest request = TestHost.CreateRequest("affine");
            using InferenceResponse response = new();
            host.Client.InferAsync(request, response).GetAwaiter().GetResult();
        }

        Block(session);
    }

    private void Block(GuardedSession session) => session.OnRun = () =>
    {
        _started.Release();
        _goOn.Wait();
    };

    private Task Start(TestHost host, int priority)
    {
        if (host.Runtime.Sessions.Last().OnRun is null) { Block(host.Runtime.Sessions.Last()); }
        return Task.Run(async () =>
        {
            using InferenceRequest request = TestHost.CreateRequest("affine");
            request.Context.Priority = priority;
            (await host.Client.InferAsync(request)).Dispose();
        });
    }

    private static Task WaitingAsync(TestHost host, int count) => Eventually.TrueAsync(
        () => host.Services.GetRequiredService<Serving.Limits.LimitPlanSource>().Current!.GuardOf("affine")!.Waiters == count, $"{count} wait");
}
