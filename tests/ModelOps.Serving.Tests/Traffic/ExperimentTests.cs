using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Traffic;

public sealed class ExperimentTests
{
    private const int Units = 2000;
    private static readonly Experiment Pricing = new() { Name = "pricing", Allocation = 0.5, Variants = [new("champion", 1), new("candidate", 1)] };
    private readonly RecordingObserver _observer = new();

    [Fact]
    public async Task InferAsync_Enrolled_StickySharesAsWeightedAndCounted()
    {
        using TestHost host = await CreateAsync(Pricing);
        Dictionary<string, string> first = [];
        for (int call = 0; call < 2; call++)
        {
            foreach (string key in Keys())
            {
                string version = (await host.CallAsync("demand", key)).Version;
                Assert.Equal(first.TryAdd(key, version) ? version : first[key], version);
            }
        }

        ExperimentResult result = Result(host);
        long enrolled = result.Variants.Sum(static v => v.Units);
        Assert.InRange(enrolled / (double)Units, 0.45, 0.55);
        Assert.InRange(result.Variants[1].Units / (double)enrolled, 0.43, 0.57);
        Assert.Equal(2 * enrolled, result.Variants.Sum(static v => v.Calls));
        Assert.Equal(first.Count(static f => f.Value == "1.1.0"), result.Variants[1].Units); // those not enrolled go to the champion
        Assert.Equal(enrolled, _observer.Exposures.Count);
        Assert.Equal(enrolled, _observer.Exposures.Distinct().Count());
        Assert.False(result.HasSampleRatioMismatch);
        Assert.NotNull(result.Variants[0].LatencyP50);
    }

    [Fact]
    public async Task InferAsync_AllocationRaised_NobodyChangesVariantWhoWasEnrolled()
    {
        using TestHost host = await CreateAsync(Pricing with { Allocation = 0.2 });
        foreach (string key in Keys()) { await host.CallAsync("demand", key); }
        (string Variant, string Key)[] before = [.. _observer.Exposures];
        _observer.Exposures.Clear();

        Set(host, Pricing with { Allocation = 0.6 });
        foreach (string key in Keys()) { await host.CallAsync("demand", key); }

        Assert.Subset(_observer.Exposures.ToHashSet(), before.ToHashSet());
        Assert.True(_observer.Exposures.Count > before.Length);
    }

    [Fact]
    public async Task InferAsync_OtherSalt_SpreadIndependently()
    {
        using TestHost host = await CreateAsync(Pricing with { Allocation = 1 });
        foreach (string key in Keys()) { await host.CallAsync("demand", key); }
        HashSet<(string, string)> before = [.. _observer.Exposures];
        _observer.Exposures.Clear();

        Set(host, Pricing with { Allocation = 1, Salt = "pricing-2" });
        foreach (string key in Keys()) { await host.CallAsync("demand", key); }

        Assert.InRange(_observer.Exposures.Count(before.Contains) / (double)Units, 0.45, 0.55);
    }

    [Fact]
    public async Task InferAsync_WithoutKey_NotEnrolledButById()
    {
        using TestHost host = await CreateAsync(Pricing with { Allocation = 1 });
        using InferenceRequest request = TestHost.CreateRequest("demand");
        using InferenceResponse response = new();

        await host.Client.InferAsync(request, response, TestContext.Current.CancellationToken);
        Assert.Empty(_observer.Exposures);
        request.Id = "call-1";
        await host.Client.InferAsync(request, response, TestContext.Current.CancellationToken);

        Assert.Equal("call-1", Assert.Single(_observer.Exposures).Key);
        Assert.True(Experiments(host).RecordOutcome("demand", "pricing", "call-1", 1));
    }

    [Fact]
    public async Task RecordOutcome_LateAndOnce_JoinedToTheVariant()
    {
        using TestHost host = await CreateAsync(Pricing with { Allocation = 1, OutcomeWindow = TimeSpan.FromHours(10) });
        foreach (string key in Keys(100)) { await host.CallAsync("demand", key); }
        host.Time.Advance(TimeSpan.FromHours(9));
        foreach ((string variant, string key) in _observer.Exposures) { Assert.True(Experiments(host).RecordOutcome("demand", "pricing", key, variant == "candidate" ? 3 : 1)); }

        Assert.False(Experiments(host).RecordOutcome("demand", "pricing", "key-1", 1)); // known
        Assert.False(Experiments(host).RecordOutcome("demand", "pricing", "stranger", 1));
        Assert.False(Experiments(host).RecordOutcome("demand", "other", "key-1", 1));
        Assert.Throws<ArgumentException>(() => Experiments(host).RecordOutcome("demand", "pricing", "key-1", double.NaN));
        await host.CallAsync("demand", "late");
        host.Time.Advance(TimeSpan.FromHours(11));
        Assert.False(Experiments(host).RecordOutcome("demand", "pricing", "late", 1));
        Assert.Equal([(1.0, 0.0), (3.0, 0.0)], Result(host).Variants.Select(static v => (v.OutcomeMean, v.OutcomeDeviation)));
        Assert.Equal(100, Result(host).Variants.Sum(static v => v.Outcomes));
    }

    [Fact]
    public async Task Results_VariantNotReady_SampleRatioMismatch()
    {
        using TestHost host = await CreateAsync(Pricing with { Allocation = 1, Variants = [new("champion", 1), new("missing", 1)] });

        foreach (string key in Keys(200)) { Assert.Equal("1.0.0", (await host.CallAsync("demand", key)).Version); }

        Assert.Equal(0, Result(host).Variants[1].Units);
        Assert.True(Result(host).HasSampleRatioMismatch);
    }

    [Fact]
    public async Task Results_VariantFails_CountedAsErrors()
    {
        using TestHost host = await CreateAsync(Pricing with { Allocation = 1 });
        using InferenceRequest request = TestHost.CreateRequest("demand");
        request.Context.RoutingKey = "key-1";
        request.Inputs.Clear();
        using InferenceResponse response = new();

        await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await host.Client.InferAsync(request, response));

        ExperimentVariantResult met = Result(host).Variants.Single(static v => v.Units == 1);
        Assert.Equal((1L, 1.0), (met.Errors, met.ErrorRate));
    }

    [Fact]
    public async Task Set_SameDefinition_ResultsGoOn_OtherDefinition_BeginAnew()
    {
        using TestHost host = await CreateAsync(Pricing with { Allocation = 1 });
        await host.CallAsync("demand", "a");
        Set(host, Pricing with { Allocation = 1, Variants = [new("champion", 1), new("candidate", 1)] });
        await host.CallAsync("demand", "b");
        Assert.Equal(2, Result(host).Variants.Sum(static v => v.Units));

        Set(host, Pricing with { Allocation = 0.99 });
        await host.CallAsync("demand", "a");

        Assert.InRange(Result(host).Variants.Sum(static v => v.Units), 0, 1);
    }

    [Fact]
    public async Task Exposed_ObserverThrows_CallIsAnswered()
    {
        _observer.Failure = new InvalidOperationException();
        using TestHost host = await CreateAsync(Pricing with { Allocation = 1 });

        Assert.NotNull((await host.CallAsync("demand", "a")).Version);
        Assert.Equal(1, Result(host).Variants.Sum(static v => v.Units));
    }

    [Fact]
    public async Task InferAsync_Enrolled_NothingAllocated()
    {
        using TestHost host = await CreateAsync(Pricing with { Allocation = 1 });
        using InferenceRequest request = TestHost.CreateRequest("demand");
        request.Context.RoutingKey = "customer-17";
        using InferenceResponse response = new();
        IInferenceClient client = host.Client;

        Assert.Equal(0, Allocations.Fewest(() => client.InferAsync(request, response)));
    }

    // Computed independently, in Python with mpmath at 30 digits, from the definition in the class's remarks.
    [Theory]
    [InlineData(new long[] { 500, 500 }, new[] { 1, 1 }, 1)]
    [InlineData(new long[] { 5200, 4800 }, new[] { 1, 1 }, 0.02673236476)]
    [InlineData(new long[] { 900, 60, 140 }, new[] { 8, 1, 1 }, 2.588266236e-5)]
    [InlineData(new long[] { 0, 20 }, new[] { 1, 1 }, 2.002716064e-5)]
    public void SampleRatio_KnownValues(long[] counts, int[] weights, double expected) => Assert.Equal(expected, SampleRatio.PValue(counts, weights), expected * 1e-8);

    [Fact]
    public void SampleRatio_LookedAtAfterEveryUnit_SeldomEverSmall()
    {
        int wrong = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            Random random = new(seed);
            long[] counts = new long[3];
            double smallest = 1;
            for (int n = 0; n < 300; n++)
            {
                counts[random.NextDouble() is var u && u < 0.5 ? 0 : u < 0.8 ? 1 : 2]++;
                smallest = Math.Min(smallest, SampleRatio.PValue(counts, [5, 3, 2]));
            }

            wrong += smallest < 0.05 ? 1 : 0;
        }

        Assert.InRange(wrong, 0, 2000 * 0.05);
    }

    [Fact]
    public void ExposureTable_MoreThanItHolds_OldestGoFirst()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        ExposureTable table = new(ExposureTable.MinCapacity, TimeSpan.FromHours(1), time);
        for (int i = 0; i < 20_000; i++)
        {
            table.Add(StableHash.Compute("t", $"k{i}"), i % 3);
            if (i % 100 == 0) { time.Advance(TimeSpan.FromSeconds(4)); }
        }

        int kept = Enumerable.Range(0, 20_000).Count(i => table.Take(StableHash.Compute("t", $"k{i}")) is var arm && arm >= 0 && arm == i % 3);
        Assert.InRange(kept, 700, ExposureTable.MinCapacity);
    }

    private static IEnumerable<string> Keys(int count = Units) => Enumerable.Range(0, count).Select(static i => $"key-{i}");

    private static IExperiments Experiments(TestHost host) => host.Services.GetRequiredService<IExperiments>();

    private static ExperimentResult Result(TestHost host) => Assert.Single(Experiments(host).Results);

    private static void Set(TestHost host, Experiment experiment) =>
        host.Services.GetRequiredService<ITrafficRouter>().Set(new TrafficPolicy { Model = "demand", Experiments = [experiment] });

    private async Task<TestHost> CreateAsync(Experiment experiment)
    {
        TestHost host = new(build: builder => builder.Services.AddSingleton<IExperimentObserver>(_observer));
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        host.Registry.Point("demand", "candidate", 2);
        await host.FollowAsync("demand", "champion", "candidate");
        Set(host, experiment);
        return host;
    }

    private sealed class RecordingObserver : IExperimentObserver
    {
        public List<(string Variant, string Key)> Exposures { get; } = [];

        public Exception? Failure { get; set; }

        public void Exposed(string model, string experiment, string variant, string key)
        {
            if (Failure is { } failure) { throw failure; }
            Exposures.Add((variant, key));
        }
    }
}
