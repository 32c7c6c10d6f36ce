using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ModelOps.OpenInference.Client;
using ModelOps.OpenInference.Client.Endpoints;
using ModelOps.OpenInference.Diagnostics;
using Polly;

namespace ModelOps.OpenInference.Tests.Client;

public sealed class EndpointSetTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly OpenInferenceClientOptions _options = new() { EjectionMinimumCalls = 4, EjectionTime = TimeSpan.FromSeconds(5), AttemptTimeout = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Choose_AlikeServers_SpreadEvenly()
    {
        using EndpointSet set = NewSet(out FakeTransport[] transports, 4);

        for (int i = 0; i < 4000; i++) { await RunAsync(set); }

        Assert.All(transports, static t => Assert.InRange(t.Calls, 700, 1300));
    }

    [Fact]
    public async Task Choose_SlowServer_GetsLittle()
    {
        using EndpointSet set = NewSet(out FakeTransport[] transports, 3);
        transports[0].Latency = TimeSpan.FromMilliseconds(100);
        transports[1].Latency = transports[2].Latency = TimeSpan.FromMilliseconds(10);

        for (int i = 0; i < 600; i++) { await RunAsync(set); }

        Assert.InRange(transports[0].Calls, 1, 20); // it never wins once it is known
    }

    [Fact]
    public async Task Choose_ServerSlowOnce_ComesToItsShareAgain()
    {
        using EndpointSet set = NewSet(out FakeTransport[] transports, 2);
        transports[0].Latency = TimeSpan.FromSeconds(1); // its first answer, when it is cold
        transports[1].Latency = TimeSpan.FromMilliseconds(10);
        while (transports[0].Calls == 0) { await RunAsync(set); }
        transports[0].Latency = TimeSpan.FromMilliseconds(10);

        for (int i = 0; i < 600; i++)
        {
            await RunAsync(set);
            _time.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.InRange(transports[0].Calls, 100, 500);
    }

    [Fact]
    public async Task Choose_BusyServer_OtherTaken()
    {
        using EndpointSet set = NewSet(out FakeTransport[] transports, 2);
        for (int i = 0; i < 10; i++) { transports[0].Latency = transports[1].Latency = TimeSpan.FromMilliseconds(10); await RunAsync(set); }
        TaskCompletionSource hold = new();
        transports[0].Hold = transports[1].Hold = hold.Task;
        Task[] held = [.. Enumerable.Range(0, 8).Select(_ => RunAsync(set).AsTask())];

        Assert.Equal([4, 4], transports.Select(static t => t.Running));
        hold.SetResult();
        await Task.WhenAll(held);
    }

    [Fact]
    public async Task Choose_ServerThatNeverAnswers_DrawsNoMoreThanItsFirstCall()
    {
        using EndpointSet set = NewSet(out FakeTransport[] transports, 2);
        TaskCompletionSource hold = new();
        transports[0].Hold = hold.Task;

        Task[] calls = [.. Enumerable.Range(0, 40).Select(_ => RunAsync(set).AsTask())];

        Assert.Equal((1, 39), (transports[0].Running, transports[1].Calls));
        hold.SetResult();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Choose_FailingServer_LeftOutUntilHealthyAndOneCallAnswered()
    {
        using EndpointSet set = NewSet(out FakeTransport[] transports, 2);
        transports[0].IsBroken = true;
        for (int i = 0; i < 60; i++) { await RunAsync(set); }
        int failed = transports[0].Calls;
        for (int i = 0; i < 100; i++) { await RunAsync(set); }
        Assert.Equal(failed, transports[0].Calls);

        transports[0].IsBroken = true;
        transports[0].IsLive = false;
        await PassAsync(() => transports[0].HealthChecks >= 2);
        for (int i = 0; i < 50; i++) { await RunAsync(set); }
        Assert.Equal(failed, transports[0].Calls); // not healthy: not even one

        transports[0].IsLive = true;
        int checks = transports[0].HealthChecks;
        await PassAsync(() => transports[0].HealthChecks > checks);
        for (int i = 0; i < 50 && transports[0].Calls == failed; i++) { await RunAsync(set); await Task.Yield(); }
        for (int i = 0; i < 50; i++) { await RunAsync(set); }
        Assert.Equal(failed + 1, transports[0].Calls); // on probation: one, which failed

        transports[0].IsBroken = false;
        checks = transports[0].HealthChecks;
        await PassAsync(() => transports[0].HealthChecks > checks);
        for (int i = 0; i < 200; i++) { await RunAsync(set); await Task.Yield(); }
        Assert.InRange(transports[0].Calls, failed + 20, int.MaxValue);
    }

    [Fact]
    public async Task Choose_AllLeftOut_OneIsAskedAllTheSame()
    {
        using EndpointSet set = NewSet(out FakeTransport[] transports, 1);
        transports[0].IsBroken = true;
        for (int i = 0; i < 20; i++) { Assert.False(await RunAsync(set)); }
        Assert.Equal(4, transports[0].Calls);

        transports[0].IsBroken = false;
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.True(await RunAsync(set));
    }

    [Fact]
    public void Choose_AskedServers_OthersFirst()
    {
        using EndpointSet set = NewSet(out _, 5);
        Attempts attempts = new();

        string[] chosen = [.. Enumerable.Range(0, 5).Select(_ => set.Choose(attempts).Name)];

        Assert.Equal(5, chosen.Distinct().Count());
        Assert.False(set.HasFresh(attempts));
        Assert.NotNull(set.Choose(attempts));
    }

    private EndpointSet NewSet(out FakeTransport[] transports, int count)
    {
        FakeTransport[] made = [.. Enumerable.Range(0, count).Select(_ => new FakeTransport(_time))];
        transports = made;
        return new EndpointSet(
            [.. made.Select((t, i) => new ServerEndpoint($"s{i}", t, _options, new ClientMetrics(), _time, NullLogger.Instance))], seed: 7);
    }

    private static async ValueTask<bool> RunAsync(EndpointSet set)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get();
        try
        {
            return await set.Choose(new Attempts()).RunAsync(true, static (transport, _, token) => transport.IsReadyAsync(ModelReference.ToModel("m"), token), context);
        }
        catch (ServerUnreachableException)
        {
            return false;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task PassAsync(Func<bool> until)
    {
        for (int i = 0; !until(); i++)
        {
            Assert.True(i < 1000);
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }
    }

    private sealed class FakeTransport(FakeTimeProvider time) : ITransport
    {
        public int Calls { get; private set; }

        public int Running { get; private set; }

        public int HealthChecks { get; private set; }

        public bool IsBroken { get; set; }

        public bool IsLive { get; set; } = true;

        public TimeSpan Latency { get; set; }

        public Task? Hold { get; set; }

        public async ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken)
        {
            Calls++;
            Running++;
            if (Hold is not null) { await Hold; }
            time.Advance(Latency);
            Running--;
            return IsBroken ? throw new ServerUnreachableException("s", "it is broken", mayHaveRun: false) : true;
        }

        public ValueTask<bool> IsLiveAsync(CancellationToken cancellationToken)
        {
            HealthChecks++;
            return ValueTask.FromResult(IsLive);
        }

        public ValueTask InferAsync(InferenceRequest request, InferenceResponse response, DateTimeOffset deadline, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
