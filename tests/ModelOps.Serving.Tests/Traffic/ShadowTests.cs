using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Traffic;

public sealed class ShadowTests
{
    private readonly GatedClient _client = new();

    [Theory]
    [InlineData(1e-5, 20)]
    [InlineData(50, 0)]
    public async Task InferAsync_ShadowedByAnAlias_AnswersAreCompared(double tolerance, int differing)
    {
        using TestHost host = await CreateAsync(new ShadowPolicy { Alias = "candidate", Share = 1, AbsoluteTolerance = tolerance });

        for (int i = 0; i < 20; i++) { Assert.Equal(("1.0.0", 11f), await CallAndWaitAsync(host, i + 1)); }

        ShadowReport report = Report(host);
        Assert.Equal((20L, (long)differing, 0L, 0L), (report.Compared, report.Differing, report.Failed, report.Dropped));
        Assert.Equal((10.0, 10.0), (report.MeanAbsoluteDifference, report.MaxAbsoluteDifference));
        Assert.Equal(differing / 20.0, report.DisagreementRate);
    }

    [Fact]
    public async Task InferAsync_ShadowedByAClient_CopyHasNoDeadlineAndLowestPriority()
    {
        using TestHost host = await CreateAsync(new ShadowPolicy { Client = "other", Alias = "next", Share = 1 });
        using InferenceRequest request = TestHost.CreateRequest("demand");
        request.Context.Deadline = host.Time.GetUtcNow().AddMinutes(1);
        request.Context.IdempotencyKey = "once";
        request.Context.Tenant = "acme";
        request.Context.Headers["X-Channel"] = "beta";
        using InferenceResponse response = await host.Client.InferAsync(request);

        await Eventually.TrueAsync(() => Report(host).Compared == 1, "the comparison");

        Assert.Equal((ModelReference.ToAlias("demand", "next"), int.MaxValue, null, null, "acme", "beta"), Assert.Single(_client.Calls));
        Assert.Equal(0, Report(host).Differing);
        Assert.NotNull(request.Context.Deadline);
    }

    [Fact]
    public async Task InferAsync_BudgetUsedUp_CopiesAreDroppedAndCallersDoNotWait()
    {
        TaskCompletionSource gate = new();
        _client.Gate = gate.Task;
        using TestHost host = await CreateAsync(new ShadowPolicy { Client = "other", Share = 1, MaxInFlight = 2, MaxQueued = 3 });

        for (int i = 0; i < 2; i++) { await host.CallAsync("demand"); }
        await Eventually.TrueAsync(() => _client.Calls.Count == 2, "two calls in flight");
        for (int i = 0; i < 10; i++) { await host.CallAsync("demand"); }

        Assert.Equal(7, Report(host).Dropped);
        gate.SetResult();
        await Eventually.TrueAsync(() => Report(host).Compared == 5, "the rest");
    }

    [Fact]
    public async Task InferAsync_CopiesTooLarge_Dropped()
    {
        TaskCompletionSource gate = new();
        _client.Gate = gate.Task;
        using TestHost host = await CreateAsync(new ShadowPolicy { Client = "other", Share = 1, MaxQueued = 10_000, MaxBytes = 1024 });

        for (int i = 0; i < 200; i++) { await host.CallAsync("demand"); } // 8 bytes each: 4 of input, 4 of output

        Assert.Equal(200 - 128, Report(host).Dropped);
        gate.SetResult();
        await Eventually.TrueAsync(() => Report(host).Compared == 128, "the rest");
        await host.CallAsync("demand"); // there is room again
        await Eventually.TrueAsync(() => Report(host).Compared == 129, "one more");
    }

    [Fact]
    public async Task InferAsync_ShadowFailsOrIsSlow_CountedAndCallersUnaffected()
    {
        _client.Failure = new InvalidOperationException("broken");
        using TestHost host = await CreateAsync(new ShadowPolicy { Client = "other", Share = 1, Timeout = TimeSpan.FromSeconds(5) });
        Assert.Equal("1.0.0", (await host.CallAsync("demand")).Version);
        await Eventually.TrueAsync(() => Report(host).Failed == 1, "the failure");

        _client.Gate = new TaskCompletionSource().Task;
        await host.CallAsync("demand");
        await Eventually.TrueAsync(() => _client.Calls.Count == 2, "the slow call");
        host.Time.Advance(TimeSpan.FromSeconds(5));

        await Eventually.TrueAsync(() => Report(host).Failed == 2, "the timeout");
    }

    [Fact]
    public async Task InferAsync_ShareOfCalls_AboutThatManyAreCopied()
    {
        using TestHost host = await CreateAsync(new ShadowPolicy { Client = "other", Share = 0.2, MaxQueued = 10_000 });

        for (int i = 0; i < 2000; i++) { await host.CallAsync("demand"); }

        await Eventually.TrueAsync(() => Report(host).Compared > 300, "the comparisons");
        Assert.InRange(Report(host).Compared + Report(host).Dropped, 300, 490);
    }

    [Fact]
    public async Task InferAsync_ShadowAnswersItself_NothingToCompare()
    {
        using TestHost host = await CreateAsync(new ShadowPolicy { Alias = "candidate", Share = 1 });
        Router(host).Set(new TrafficSplit("demand", [new("candidate", 1)]));

        for (int i = 0; i < 10; i++) { await host.CallAsync("demand"); }

        Assert.Equal((0L, 0L), (Report(host).Compared, Report(host).Dropped));
    }

    [Fact]
    public async Task Set_WithoutShadow_ItStops()
    {
        using TestHost host = await CreateAsync(new ShadowPolicy { Client = "other", Share = 1 });
        await host.CallAsync("demand");
        await Eventually.TrueAsync(() => Report(host).Compared == 1, "the comparison");

        Router(host).Remove("demand");
        await host.CallAsync("demand");

        Assert.Empty(host.Services.GetRequiredService<IShadows>().Reports);
        Assert.Single(_client.Calls);
    }

    [Fact]
    public async Task InferAsync_ClientMissing_CallsAreAnswered()
    {
        using TestHost host = await CreateAsync(new ShadowPolicy { Client = "unknown", Share = 1 });

        Assert.Equal("1.0.0", (await host.CallAsync("demand")).Version);
        Assert.Empty(host.Services.GetRequiredService<IShadows>().Reports);
    }

    [Fact]
    public async Task InferAsync_QueueFull_NothingAllocated()
    {
        TaskCompletionSource gate = new();
        _client.Gate = gate.Task;
        using TestHost host = await CreateAsync(new ShadowPolicy { Client = "other", Share = 1, MaxQueued = 4 });
        using InferenceRequest request = TestHost.CreateRequest("demand");
        using InferenceResponse response = new();
        IInferenceClient client = host.Client;

        Assert.Equal(0, Allocations.Fewest(() => client.InferAsync(request, response)));
        gate.SetResult();
    }

    [Fact]
    public void Between_ClassesAndNumbers_TolerancesApplyToNumbersOnly()
    {
        ShadowPolicy policy = new() { AbsoluteTolerance = 0.5, RelativeTolerance = 0 };
        using InferenceResponse left = new();
        using InferenceResponse right = new();
        Fill(left, 3, [1f, float.NaN]);
        Fill(right, 3, [1.4f, float.NaN]);
        Assert.False(AnswerDifference.Between(left.Outputs, right.Outputs, policy).Differs);
        Assert.Equal(0.2, AnswerDifference.Between(left.Outputs, right.Outputs, policy).Mean, 1e-6);

        Fill(right, 4, [1f, float.NaN]);
        Assert.True(AnswerDifference.Between(left.Outputs, right.Outputs, policy).Differs);
        Assert.False(AnswerDifference.Between(left.Outputs, right.Outputs, policy with { Outputs = ["score"] }).Differs);
        Fill(right, 3, [1f, 2f]);
        Assert.True(AnswerDifference.Between(left.Outputs, right.Outputs, policy).Differs);
        right.Outputs.Clear();
        Assert.True(AnswerDifference.Between(left.Outputs, right.Outputs, policy).Differs);

        static void Fill(InferenceResponse response, long label, float[] scores)
        {
            response.Outputs.Clear();
            response.Outputs.Add("label", TensorDataType.Int64, [1]).AsSpan<long>()[0] = label;
            scores.CopyTo(response.Outputs.Add("score", TensorDataType.Float32, [2]).AsSpan<float>());
        }
    }

    private static ITrafficRouter Router(TestHost host) => host.Services.GetRequiredService<ITrafficRouter>();

    private static ShadowReport Report(TestHost host) => host.Services.GetRequiredService<IShadows>().Reports.Single();

    private static async Task<(string Version, float Answer)> CallAndWaitAsync(TestHost host, int compared)
    {
        (string Version, float Answer) answer = await host.CallAsync("demand");
        await Eventually.TrueAsync(() => Report(host).Compared == compared, "the comparison");
        return answer;
    }

    private async Task<TestHost> CreateAsync(ShadowPolicy shadow)
    {
        TestHost host = new(build: builder => builder.Services.AddKeyedSingleton<IInferenceClient>("other", _client));
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        host.Registry.Point("demand", "candidate", 2);
        await host.FollowAsync("demand", "champion", "candidate");
        Router(host).Set(new TrafficPolicy { Model = "demand", Shadow = shadow });
        return host;
    }
}
