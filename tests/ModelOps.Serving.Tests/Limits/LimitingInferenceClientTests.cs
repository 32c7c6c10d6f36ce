using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ModelOps.Serving.Limits;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Limits;

public sealed class LimitingInferenceClientTests
{
    [Fact]
    public async Task InferAsync_NoLimits_AreNotInThePipeline()
    {
        using TestHost host = await StartAsync();

        await host.CallAsync("affine");

        Assert.Null(host.Services.GetRequiredService<LimitPlanSource>().Current);
    }

    [Fact]
    public async Task InferAsync_TenantOverItsQuota_RefusedUntilItSaidAndOthersGoOn()
    {
        using TestHost host = await StartAsync(Rule(static r => (r.Permits, r.Window, r.Burst) = (10, TimeSpan.FromSeconds(1), 2)));
        await CallAsync(host, "acme");
        await CallAsync(host, "acme");

        QuotaExceededException e = await Assert.ThrowsAsync<QuotaExceededException>(() => CallAsync(host, "acme"));
        Assert.Equal(TimeSpan.FromMilliseconds(100), e.RetryAfter);
        Assert.Contains("10 calls in 00:00:01 for each Tenant (rule 'quota')", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("acme", e.Message, StringComparison.Ordinal);
        await CallAsync(host, "other");
        await CallAsync(host, null);
        host.Time.Advance(e.RetryAfter!.Value);
        await CallAsync(host, "acme");
        await Assert.ThrowsAsync<QuotaExceededException>(() => CallAsync(host, "acme"));
    }

    [Fact]
    public async Task InferAsync_Refused_IsCountedByRuleAndWithoutThePartition()
    {
        using TestHost host = await StartAsync(Rule(static r => (r.Permits, r.Window) = (1, TimeSpan.FromHours(1))));
        using MetricCollector<long> refused = new(host.Services.GetRequiredService<IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.limits.refused");
        await CallAsync(host, "acme");
        await Assert.ThrowsAsync<QuotaExceededException>(() => CallAsync(host, "acme"));

        CollectedMeasurement<long> measurement = Assert.Single(refused.GetMeasurementSnapshot());
        Assert.Equal(["modelops.limits.reason=quota", "modelops.limits.rule=quota"], measurement.Tags.Select(static t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task InferAsync_HeaderModelAndOverrides_CountOnTheirOwn()
    {
        using TestHost host = await StartAsync(Rule(static r =>
        {
            (r.By, r.Header, r.Permits, r.Window) = (LimitPartitionKind.Header, "x-api-key", 1, TimeSpan.FromHours(1));
            r.Models.Add("affine");
            r.Overrides["gold"] = new LimitOverrideOptions { Permits = 3 };
            r.Overrides["free"] = new LimitOverrideOptions { IsUnlimited = true };
        }));
        await host.AddFileAsync("other", TestModels.Affine(1f, 0f, columns: 1));

        Assert.Equal(1, await CountAsync(host, "X-Api-Key", "a"));
        Assert.Equal(1, await CountAsync(host, "x-api-key", "b"));
        Assert.Equal(1, await CountAsync(host, "x-api-key", new string('k', 5000)));
        Assert.Equal(3, await CountAsync(host, "x-api-key", "gold"));
        Assert.Equal(10, await CountAsync(host, "x-api-key", "free"));
        for (int i = 0; i < 5; i++) { await host.CallAsync("other"); } // the rule does not concern it
    }

    [Fact]
    public async Task InferAsync_CostIsRows_BigCallsUseMore()
    {
        using TestHost host = await StartAsync(Rule(static r => (r.Cost, r.Permits, r.Window) = (LimitCost.Row, 100, TimeSpan.FromHours(1))));

        await CallAsync(host, "acme", rows: 60);
        QuotaExceededException e = await Assert.ThrowsAsync<QuotaExceededException>(() => CallAsync(host, "acme", rows: 60));
        Assert.Equal(12 * 60, e.RetryAfter!.Value.TotalSeconds, 3);
        await CallAsync(host, "acme", rows: 40);
        Assert.Null((await Assert.ThrowsAsync<QuotaExceededException>(() => CallAsync(host, "new", rows: 101))).RetryAfter); // never fits
    }

    [Fact]
    public async Task InferAsync_SecondRuleRefuses_FirstGetsItsPermitBack()
    {
        using TestHost host = await StartAsync(static o =>
        {
            o.Rules.Add(new LimitOptions { Name = "tenant", Permits = 2, Window = TimeSpan.FromHours(1) });
            o.Rules.Add(new LimitOptions { Name = "all", By = LimitPartitionKind.All, Permits = 1, Window = TimeSpan.FromHours(1), Burst = 1 });
        });
        await CallAsync(host, "acme");
        for (int i = 0; i < 5; i++) { Assert.Contains("rule 'all'", (await Assert.ThrowsAsync<QuotaExceededException>(() => CallAsync(host, "acme"))).Message, StringComparison.Ordinal); }

        host.Time.Advance(TimeSpan.FromHours(1));
        await CallAsync(host, "acme");
    }

    [Fact]
    public async Task InferAsync_MayWait_PassesWhenItsPermitComes()
    {
        using TestHost host = await StartAsync(Rule(static r => (r.Permits, r.Burst, r.MaxWait) = (10, 1, TimeSpan.FromMilliseconds(150))));
        await CallAsync(host, "acme");
        Task waiting = CallAsync(host, "acme");
        Assert.False(waiting.IsCompleted);
        await Assert.ThrowsAsync<QuotaExceededException>(() => CallAsync(host, "acme")); // it would wait 200 ms

        host.Time.Advance(TimeSpan.FromMilliseconds(100));

        await waiting;
    }

    [Fact]
    public async Task InferAsync_CancelledWhileItWaits_GivesItsPermitBack()
    {
        using TestHost host = await StartAsync(Rule(static r => (r.Permits, r.Burst, r.MaxWait) = (10, 1, TimeSpan.FromMilliseconds(100))));
        await CallAsync(host, "acme");
        using CancellationTokenSource cancel = new();
        Task waiting = CallAsync(host, "acme", cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Task next = CallAsync(host, "acme");
        host.Time.Advance(TimeSpan.FromMilliseconds(100));
        await next;
    }

    [Fact]
    public async Task InferAsync_ConcurrencyRule_SoManyAtOnce()
    {
        using TestHost host = await StartAsync(Rule(static r => (r.By, r.Algorithm, r.Permits) = (LimitPartitionKind.Model, LimitAlgorithm.Concurrency, 1)));
        using SemaphoreSlim started = new(0);
        using SemaphoreSlim goOn = new(0);
        host.Runtime.Sessions.Last().OnRun = () =>
        {
            started.Release();
            goOn.Wait();
        };
        Task running = Task.Run(() => CallAsync(host, "acme"));
        await started.WaitAsync();

        Assert.Contains("1 calls at once", (await Assert.ThrowsAsync<QuotaExceededException>(() => CallAsync(host, "acme"))).Message, StringComparison.Ordinal);
        goOn.Release(2);
        await running;
        await CallAsync(host, "acme");
    }

    [Theory]
    [InlineData(LimitAlgorithm.TokenBucket)]
    [InlineData(LimitAlgorithm.SlidingWindow)]
    [InlineData(LimitAlgorithm.FixedWindow)]
    [InlineData(LimitAlgorithm.Concurrency)]
    public async Task InferAsync_Passes_AllocatesNothing(LimitAlgorithm algorithm)
    {
        using TestHost host = await StartAsync(o =>
        {
            o.Overload.IsEnabled = true;
            o.Rules.Add(new LimitOptions { Name = "a", Algorithm = algorithm, By = LimitPartitionKind.TenantAndModel, Permits = 1_000_000 });
            o.Rules.Add(new LimitOptions { Name = "b", Algorithm = algorithm, By = LimitPartitionKind.Header, Header = "x-api-key", Permits = 1_000_000 });
        });
        using InferenceRequest request = TestHost.CreateRequest("affine");
        request.Context.Tenant = "acme";
        request.Context.Headers["x-api-key"] = "key";
        using InferenceResponse response = new();
        IInferenceClient client = host.Client;

        Assert.Equal(0, Allocations.Fewest(() => client.InferAsync(request, response)));
    }

    private static Action<LimitsOptions> Rule(Action<LimitOptions> configure) => options =>
    {
        LimitOptions rule = new() { Name = "quota" };
        configure(rule);
        options.Rules.Add(rule);
    };

    private static async Task<TestHost> StartAsync(Action<LimitsOptions>? configure = null)
    {
        TestHost host = new(build: b => b.Services.Configure<LimitsOptions>(o => configure?.Invoke(o)));
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f, columns: 1));
        return host;
    }

    private static async Task<int> CountAsync(TestHost host, string header, string value)
    {
        int passed = 0;
        for (int i = 0; i < 10; i++)
        {
            using InferenceRequest request = TestHost.CreateRequest("affine");
            request.Context.Headers[header] = value;
            try
            {
                (await host.Client.InferAsync(request)).Dispose();
                passed++;
            }
            catch (QuotaExceededException e)
            {
                Assert.DoesNotContain("kkk", e.Message, StringComparison.Ordinal);
            }
        }

        return passed;
    }

    private static async Task CallAsync(TestHost host, string? tenant, int rows = 1, CancellationToken cancellationToken = default)
    {
        using InferenceRequest request = new(ModelReference.ToModel("affine"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [rows, 1], new float[rows]));
        request.Context.Tenant = tenant;
        (await host.Client.InferAsync(request, cancellationToken)).Dispose();
    }
}
