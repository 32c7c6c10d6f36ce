using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Buckets;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class ReplicaTests
{
    private static readonly DatasetProfile Reference = MonitoringData.Reference(2, 300, 16);

    [Fact]
    public async Task Evaluate_RowsDealtToAnyReplicas_GiveTheSameBytes() =>
        await Gen.Select(Gen.Int[1, 5], Gen.Int).SampleAsync(static async (replicas, seed) =>
        {
            float[][] calls = [.. Enumerable.Range(0, 60).Select(at => MonitoringData.Rows(new Random(seed + at), 1 + (at % 4), 2, at > 40 ? 0.5f : 0))];
            Assert.Equal(await ReportAsync(calls, 1, seed), await ReportAsync(calls, replicas, seed));
        }, iter: 8, threads: 1);

    [Fact]
    public async Task Evaluate_EveryReplica_FindsTheSame()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var store = new MemoryDriftBuckets();
        using MonitoredReplica early = await StartAsync(time, store, "early");
        await RunAsync(time, [early], minutes: 40, shiftFrom: 25);
        using MonitoredReplica late = await StartAsync(time, store, "late");
        await RunAsync(time, [early, late], minutes: 10, shiftFrom: 0);
        DriftEvaluation[] ofLate = [.. late.Evaluations];
        Assert.Equal(10, ofLate.Length);
        Assert.Contains(ofLate, static evaluation => evaluation.Report.HasDrifted);
        foreach (DriftEvaluation evaluation in ofLate)
        {
            DriftEvaluation same = early.Evaluations.Single(other => other.Window == evaluation.Window);
            Assert.Equal(same.Report.Features, evaluation.Report.Features);
            Assert.Equal(same.Replicas, evaluation.Replicas);
            Assert.Equal(DriftProfileFile.Write(same.Current), DriftProfileFile.Write(evaluation.Current));
        }
    }

    [Theory]
    [InlineData(DriftEvaluators.One, "1111 2222")]
    [InlineData(DriftEvaluators.Every, "1111222211112222")]
    [InlineData(DriftEvaluators.None, "")]
    public async Task Evaluate_SeveralReplicas_TellAsTheSettingsSay(DriftEvaluators evaluators, string expected)
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var store = new MemoryDriftBuckets();
        var told = new List<string>();
        var followed = new List<string>();
        MonitoredReplica[] replicas = [await TellingAsync("pod-1"), await TellingAsync("pod-2")];
        foreach (MonitoredReplica replica in replicas) { await replica.RoundAsync(); }
        for (int minute = 0; minute < 9; minute++)
        {
            // After four minutes nobody calls the first any more, as if it had died.
            foreach (MonitoredReplica replica in replicas.Skip(minute < 4 ? 0 : 1)) { replica.Call(2, MonitoringData.Rows(new Random(minute), 5, 2)); }
            foreach (MonitoredReplica replica in replicas) { await replica.FlushAsync(); }
            time.Advance(TimeSpan.FromMinutes(1));
            foreach (MonitoredReplica replica in replicas) { await replica.RoundAsync(); }
        }

        Assert.Equal(expected.Replace(" ", string.Empty, StringComparison.Ordinal).Order(), string.Concat(told).Order());
        Assert.Equal(evaluators == DriftEvaluators.None ? 0 : 8, replicas[0].Evaluations.Count);
        Assert.Equal(evaluators == DriftEvaluators.None ? 0 : 16, followed.Count); // both hear of all windows
        Assert.Equal(string.Concat(told), string.Concat(followed.Where(static window => window.EndsWith("True", StringComparison.Ordinal)).Select(static window => window[..1])));
        foreach (MonitoredReplica replica in replicas) { replica.Dispose(); }

        Task<MonitoredReplica> TellingAsync(string name) => new MonitoredReplica(
            Reference, time, store, options => (options.Replica, options.Evaluators) = (name, evaluators), services => services.AddSingleton<IDriftEvaluationObserver>(new Teller(name[^1..], told)).AddSingleton<IDriftEvaluationObserver>(new Follower(name[^1..], followed))).StartAsync();
    }

    [Fact]
    public async Task Flush_KilledInTheMiddleOfABucket_LosesOnlyWhatWasNotFlushed()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var store = new MemoryDriftBuckets();
        float[] rows = MonitoringData.Rows(new Random(5), 90, 2);
        using (MonitoredReplica first = await StartAsync(time, store, "pod-0"))
        {
            first.Call(2, rows.AsSpan(0, 60));
            await first.FlushAsync();
            first.Call(2, rows.AsSpan(0, 20));
            await first.FlushAsync();
            first.Call(2, rows); // never flushed: the kill
        }

        using MonitoredReplica second = await StartAsync(time, store, "pod-0");
        second.Call(2, rows.AsSpan(60));
        await second.FlushAsync();
        await second.FlushAsync(); // nothing new: nothing added
        Assert.Equal(
            DriftProfileFile.Write(MonitoringData.Profile(Reference, [.. rows, .. rows[..20]], 2)), DriftProfileFile.Write(await MonitoringData.StoredAsync(store, Reference)));
        time.Advance(TimeSpan.FromMinutes(2));
        await second.RoundAsync();
        Assert.All(await BucketsAsync(store), static bucket => Assert.Equal("pod-0", bucket.Replica));
        Assert.Equal(2, (await BucketsAsync(store)).Select(static bucket => bucket.Epoch).Distinct().Count());
    }

    [Fact]
    public async Task Evaluate_ReplicasAndRestartsOverOneFolder_LoseAndDoubleNothing()
    {
        using var folder = new TemporaryFolder();
        FakeTimeProvider time = MonitoringData.Clock();
        var rows = new List<float>();
        var random = new Random(11);
        using MonitoredReplica steady = await StartAsync(time, Store(), "pod-0");
        await steady.RoundAsync();
        for (int life = 0; life < 4; life++)
        {
            // Each life ends without a word; what it flushed stays.
            using MonitoredReplica mortal = await StartAsync(time, Store(), "pod-1");
            for (int call = 0; call < 3; call++)
            {
                foreach (MonitoredReplica replica in new[] { steady, mortal })
                {
                    float[] values = MonitoringData.Rows(random, 7, 2);
                    replica.Call(2, values);
                    rows.AddRange(values);
                }

                await mortal.FlushAsync();
                time.Advance(TimeSpan.FromSeconds(25));
            }
        }

        time.Advance(TimeSpan.FromMinutes(2));
        await steady.RoundAsync();
        Assert.Equal(DriftProfileFile.Write(MonitoringData.Profile(Reference, [.. rows], 2)), DriftProfileFile.Write(steady.Evaluations[0].Current));
        Assert.Equal(2, steady.Evaluations[0].Replicas);

        FolderDriftBuckets Store() => new(new FolderDriftBucketsOptions { Path = folder.File("buckets") }, time);
    }

    [Fact]
    public async Task Stop_FlushesTheOpenBucket()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var store = new MemoryDriftBuckets();
        using MonitoredReplica replica = await StartAsync(time, store, "pod-0");
        replica.Call(2, [0.5f, 0.5f]);
        await replica.StopAsync();
        Assert.Equal(1, (await MonitoringData.StoredAsync(store, Reference)).Features[0].Count);
    }

    [Fact]
    public async Task Flush_StoreAway_KeepsBucketsAndWritesThemLater()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var memory = new MemoryDriftBuckets();
        var store = new FaultyBuckets(memory);
        using MonitoredReplica replica = await StartAsync(time, store, "pod-0");
        store.IsAway = true;
        for (int minute = 0; minute < 7; minute++)
        {
            replica.Call(2, [0.5f, 0.25f]);
            await replica.RoundAsync();
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(replica.Log.Of("BucketStoreAway"), static message => message.StartsWith("The store", StringComparison.Ordinal) && message.Contains("1 buckets wait", StringComparison.Ordinal));
        Assert.Empty(replica.Evaluations);
        store.IsAway = false;
        await replica.RoundAsync();
        Assert.Equal(7, (await MonitoringData.StoredAsync(memory, Reference)).Features[0].Count);
        Assert.NotEmpty(replica.Log.Of("BucketStoreBack"));
        Assert.Equal(6, replica.Evaluations[0].Current.Features[0].Count);
        Assert.Empty(replica.Log.Of("BucketsLost"));
    }

    [Fact]
    public async Task Flush_StoreAwayForTooLong_DropsTheOldestAndTells()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var memory = new MemoryDriftBuckets();
        var store = new FaultyBuckets(memory) { IsAway = true };
        using MonitoredReplica replica = await StartAsync(time, store, "pod-0", static options => options.MaxPendingBuckets = 3);
        for (int minute = 0; minute < 5; minute++)
        {
            replica.Call(2, [0.5f, 0.25f]);
            await replica.FlushAsync();
            time.Advance(TimeSpan.FromMinutes(1));
        }

        store.IsAway = false;
        await replica.FlushAsync();
        Assert.Equal([2, 3, 4], (await BucketsAsync(memory)).Select(static bucket => (int)(bucket.Start - MonitoringData.Monday).TotalMinutes));
        Assert.Equal(2, replica.Log.Of("BucketsLost").Count);
    }

    [Fact]
    public async Task Flush_BucketLargerThanTheStoreTakes_IsTold()
    {
        var store = new FaultyBuckets(new MemoryDriftBuckets()) { MaxBytes = 50 };
        using MonitoredReplica replica = await StartAsync(MonitoringData.Clock(), store, "pod-0");
        replica.Call(2, [0.5f, 0.25f]);
        await replica.FlushAsync();
        Assert.Contains("the store takes 50", Assert.Single(replica.Log.Of("BucketsLost")), StringComparison.Ordinal);
        Assert.Equal(0, store.Puts);
    }

    [Fact]
    public async Task Evaluate_BucketThatCannotBeRead_IsLeftOutAndTold()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var store = new MemoryDriftBuckets();
        using MonitoredReplica replica = await StartAsync(time, store, "pod-0");
        await replica.RoundAsync();
        replica.Call(2, [0.5f, 0.25f]);
        await store.PutAsync([new DriftBucket("demand", "1.0.0", MonitoringData.Monday, TimeSpan.FromMinutes(1), "other", Guid.NewGuid(), 1, new byte[] { 1, 2, 3 })], TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(2));
        await replica.RoundAsync();
        Assert.Equal((1, 1), ((int)replica.Evaluations[0].Current.Features[0].Count, replica.Evaluations[0].Replicas));
        Assert.Contains("by replica 'other'", Assert.Single(replica.Log.Of("BucketLeftOut")), StringComparison.Ordinal);
    }

    private static async Task<byte[]> ReportAsync(float[][] calls, int count, int seed)
    {
        FakeTimeProvider time = MonitoringData.Clock();
        var store = new MemoryDriftBuckets();
        var replicas = new List<MonitoredReplica>();
        for (int i = 0; i < count; i++) { replicas.Add(await StartAsync(time, store, $"pod-{i}")); }
        await replicas[0].RoundAsync();
        var random = new Random(seed);
        foreach (float[] call in calls)
        {
            replicas[random.Next(count)].Call(2, call);
            time.Advance(TimeSpan.FromSeconds(20));
            if (random.Next(3) == 0) { await replicas[random.Next(count)].FlushAsync(); }
        }

        foreach (MonitoredReplica replica in replicas) { await replica.FlushAsync(); }
        time.Advance(TimeSpan.FromMinutes(2));
        await replicas[0].RoundAsync();
        byte[] written = DriftProfileFile.Write(replicas[0].Evaluations[0].Current);
        foreach (MonitoredReplica replica in replicas) { replica.Dispose(); }
        return written;
    }

    private static async Task RunAsync(FakeTimeProvider time, MonitoredReplica[] replicas, int minutes, int shiftFrom)
    {
        var random = new Random(minutes);
        foreach (MonitoredReplica replica in replicas) { await replica.RoundAsync(); }
        for (int minute = 0; minute < minutes; minute++)
        {
            foreach (MonitoredReplica replica in replicas)
            {
                replica.Call(2, MonitoringData.Rows(random, 40, 2, minute >= shiftFrom ? 0.4f : 0));
                await replica.FlushAsync();
            }

            time.Advance(TimeSpan.FromMinutes(1));
            foreach (MonitoredReplica replica in replicas) { await replica.FlushAsync(); }
            foreach (MonitoredReplica replica in replicas) { await replica.RoundAsync(); }
        }
    }

    private static Task<MonitoredReplica> StartAsync(FakeTimeProvider time, IDriftBucketStore store, string name, Action<DriftMonitoringOptions>? configure = null) =>
        new MonitoredReplica(Reference, time, store, options =>
        {
            options.Replica = name;
            configure?.Invoke(options);
        }).StartAsync();

    private static Task<IReadOnlyList<DriftBucket>> BucketsAsync(IDriftBucketStore store) => store.ReadAsync(
        new DriftBucketQuery(MonitoredReplica.Model, null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue), TestContext.Current.CancellationToken);

    private sealed class Teller(string name, List<string> told) : IDriftEvaluationObserver
    {
        public ValueTask OnEvaluatedAsync(DriftEvaluation evaluation, CancellationToken cancellationToken = default)
        {
            told.Add(name);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Follower(string name, List<string> followed) : IDriftEvaluationObserver
    {
        public bool FollowsEveryWindow => true;

        public ValueTask OnEvaluatedAsync(DriftEvaluation evaluation, CancellationToken cancellationToken = default)
        {
            followed.Add($"{name} {evaluation.Tells}");
            return ValueTask.CompletedTask;
        }
    }
}
