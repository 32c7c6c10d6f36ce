using Microsoft.Extensions.DependencyInjection;
using ModelOps.Drift.Streams;
using ModelOps.Drift.Streams.Monitoring;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Streams.Monitoring;

public sealed class StreamObserverTests
{
    [Fact]
    public async Task OnAnswered_InputColumn_SaysWhatTheDetectorSaysByHand()
    {
        double[] values = Shifting(1, 3000, 2000);
        await using var host = new WatchedHost(static options => options.Watch(
            WatchedHost.Model, "age", new WatchedStreamOptions { Source = StreamSource.Input, Tensor = "x", Column = 1, Detector = "cusum", Settings = { ["warmUp"] = "300", ["threshold"] = "8" } }));
        var expected = new List<long>();
        var detector = Cusum.Learning(300, threshold: 8);
        for (int i = 0; i < values.Length; i++)
        {
            if (detector.Update((float)values[i]) == StreamState.Drift) { expected.Add(i); }
        }

        long start = host.Time.GetUtcNow().UtcTicks;
        for (int i = 0; i < values.Length; i += 5)
        {
            host.Call(2, [.. values[i..(i + 5)].SelectMany(static value => new[] { -7f, (float)value })]);
            host.Time.Advance(TimeSpan.FromTicks(5));
            if (i % 100 == 0) { host.Round(); }
        }

        host.Round();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(static at => at / 5 * 5), host.History.Reverse().Select(change => change.At.UtcTicks - start));
        StreamChange first = host.History[^1];
        Assert.Equal(("age", StreamSource.Input, "cusum", StreamState.Drift), (first.Stream, first.Source, first.Detector, first.State));
        Assert.Equal(expected[0] + 1, first.Values);
        Assert.InRange(first.MeanBefore, 9.8, 10.2);
        Assert.InRange(first.MeanAfter, 11, 13);
        Assert.InRange(first.Since.UtcTicks - start, 1900, 2010);
        Assert.Null(first.UpdatesPerFalseAlarm);
        Assert.NotEmpty(host.Log.Of("StreamChanged"));
        Assert.Single(host.Log.Of("StreamsWatched"));
    }

    [Fact]
    public async Task OnAnswered_EverySource_BringsItsValues()
    {
        await using var host = new WatchedHost(static options =>
        {
            foreach (StreamSource source in Enum.GetValues<StreamSource>())
            {
                options.Watch(WatchedHost.Model, source.ToString(), new WatchedStreamOptions { Source = source }.UseDetector(static () => new PeriodicAlarm(3)));
            }
        });
        using var request = new InferenceRequest(ModelReference.ToModel(WatchedHost.Model));
        using var response = new InferenceResponse();
        for (int i = 0; i < 3; i++)
        {
            request.Inputs.Clear();
            response.Outputs.Clear();
            request.Inputs.Add(InferenceTensor.Create<long>("x", [1], [i + 1L]));
            response.Outputs.Add(InferenceTensor.Create<Half>("y", [1, 1], [(Half)(i * 0.5)]));
            host.Answer(request, response, TimeSpan.FromMilliseconds(100 * (i + 1)));
            host.Label(0.25 + i, 0.5);
        }

        host.Fail(new ModelLoadException("demand", "it is gone"));
        host.Round();
        Dictionary<StreamSource, StreamChange> found = host.History.ToDictionary(static change => change.Source);
        Assert.Equal(Enum.GetValues<StreamSource>(), found.Keys.Order());
        Assert.Equal(2, MeanOf(found[StreamSource.Input]), 1e-12);
        Assert.Equal(0.5, MeanOf(found[StreamSource.Output]), 1e-12);
        Assert.Equal(0.2, MeanOf(found[StreamSource.Latency]), 1e-12);
        Assert.Equal(0, MeanOf(found[StreamSource.Failures]), 1e-12);
        Assert.Equal((0.25 + 0.75 + 1.75) / 3, MeanOf(found[StreamSource.AbsoluteError]), 1e-12);
        Assert.Equal((0.0625 + 0.5625 + 3.0625) / 3, MeanOf(found[StreamSource.SquaredError]), 1e-12);
        Assert.Equal(1 / 3.0, MeanOf(found[StreamSource.WrongPredictions]), 1e-12);
        Assert.Equal(4, host.Watched!.Failures[0].Taken);
    }

    [Fact]
    public async Task OnFailed_CallersFaultsAndCancellations_AreLeftOut()
    {
        await using var host = new WatchedHost(static options => options.Watch(WatchedHost.Model, "failures", new WatchedStreamOptions { Source = StreamSource.Failures }));
        host.Fail(new InvalidOperationException("before any version answered"));
        host.Call(1, "1.0.0");
        host.Call(1, "2.0.0");
        host.Fail(new OperationCanceledException());
        host.Fail(InvalidInferenceRequestException.ForInput("demand", "x", "FP32", "INT8"));
        host.Fail(new InvalidOperationException("it broke")); // of the version that answered last
        host.Fail(new InvalidOperationException("it broke"), ModelReference.ToVersion(WatchedHost.Model, "1.0.0"));
        host.Fail(new InvalidOperationException("it broke"), ModelReference.ToModel("other"));
        host.Round();
        Assert.Equal([("1.0.0", 2), ("2.0.0", 2)], host.Services.GetRequiredService<StreamDirectory>().Versions.Select(static version => (version.Key.Version, version.Taken)).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(130)]
    public async Task OnAnswered_SteadyState_AllocatesNothing(int rows)
    {
        await using var host = new WatchedHost(static options => options
            .Watch(WatchedHost.Model, "x", new WatchedStreamOptions { Source = StreamSource.Input, Column = 2 })
            .Watch(WatchedHost.Model, "slow", new WatchedStreamOptions { Source = StreamSource.Latency, Above = 0.5 })
            .Watch(WatchedHost.Model, "failures", new WatchedStreamOptions { Source = StreamSource.Failures })
            .Watch(WatchedHost.Model, "error", new WatchedStreamOptions { Source = StreamSource.AbsoluteError }));
        float[] values = new float[rows * 3];
        host.Call(3, values);
        long fewest = Allocations.Fewest(
            () =>
            {
                host.Round();
                return host;
            },
            watched =>
            {
                for (int i = 0; i < 100; i++)
                {
                    watched.Call(3, values);
                    watched.Label(1, 2);
                }
            });

        Assert.Equal(0, fewest);
        Assert.Equal(0, host.Watched!.Lost);
    }

    [Fact]
    public async Task OnAnswered_FullBuffer_LosesCountsAndTellsButDoesNotWait()
    {
        await using var host = new WatchedHost(static options => options.Watch(WatchedHost.Model, "x", new WatchedStreamOptions { Source = StreamSource.Input }).BufferSize = 1024);
        for (int i = 0; i < 1500; i++) { host.Call(1, [i]); }
        host.Round();
        Assert.Equal((1024, 476), (host.Watched!.Taken, host.Watched.Lost));
        Assert.Contains("476 values", host.Log.Of("StreamValuesLost").Single(), StringComparison.Ordinal);
        host.Call(1, [1]);
        host.Round();
        Assert.Equal(1025, host.Watched.Taken);
        Assert.Single(host.Log.Of("StreamValuesLost"));
    }

    [Fact]
    public async Task OnAnswered_ManyThreads_EveryValueCountsOnce()
    {
        const int Threads = 8;
        const int Calls = 5000;
        await using WatchedHost host = await new WatchedHost(static options => options
            .Watch(WatchedHost.Model, "each", new WatchedStreamOptions { Source = StreamSource.Input }.UseDetector(static () => new PeriodicAlarm(1000)))
            .Watch(WatchedHost.Model, "mean", new WatchedStreamOptions { Source = StreamSource.Input, BlockSize = 10 }.UseDetector(static () => new PeriodicAlarm(100)))
            .BufferSize = 1 << 18).StartAsync();
        StreamObserver observer = host.Services.GetRequiredService<StreamObserver>();
        Task[] callers = [.. Enumerable.Range(0, Threads).Select(_ => Task.Run(() => Call(observer)))];
        while (!Array.TrueForAll(callers, static caller => caller.IsCompleted))
        {
            host.Round();
            await Task.Yield();
        }

        await Task.WhenAll(callers);
        host.Round();
        Assert.Equal(0, host.Watched!.Lost);
        Assert.All(host.Watched.Streams, static stream => Assert.Equal(Threads * Calls * 3, stream.Taken));
        Assert.Equal(100, host.History.Count); // the newest of 120 and 120
        await host.StopAsync();
        Assert.Equal(2 * Threads * Calls * 3 / 1000, host.Told.All.Count);
        double sum = host.Told.All.Where(static change => change.Stream == "each").Sum(static change => change.Values * MeanOf(change));
        Assert.Equal(Threads * Enumerable.Range(0, Calls * 3).Sum(static value => (double)value), sum, 1e-3);

        static void Call(StreamObserver observer)
        {
            using var request = new InferenceRequest(ModelReference.ToModel(WatchedHost.Model));
            using var response = new InferenceResponse { ModelName = WatchedHost.Model, ModelVersion = WatchedHost.Version };
            for (int i = 0; i < Calls; i++)
            {
                request.Inputs.Clear();
                Span<float> values = request.Inputs.Add("x", TensorDataType.Float32, [3, 1]).AsSpan<float>();
                for (int j = 0; j < 3; j++) { values[j] = (3 * i) + j; }
                observer.OnAnswered(request, response, TimeSpan.Zero);
            }
        }
    }

    [Fact]
    public async Task OnAnswered_HostileNumbers_AreSkippedAndSpoilNoMean()
    {
        await using var host = new WatchedHost(static options => options
            .Watch(WatchedHost.Model, "mean", new WatchedStreamOptions { Source = StreamSource.Input, BlockSize = 4 }.UseDetector(static () => new PeriodicAlarm(1)))
            .Watch(WatchedHost.Model, "high", new WatchedStreamOptions { Source = StreamSource.Input, Above = 1e99 }.UseDetector(static () => new PeriodicAlarm(4)))
            .Watch(WatchedHost.Model, "scaled", new WatchedStreamOptions { Source = StreamSource.Input, Low = -1, High = 1, Detector = "hddm-a" })
            .Watch(WatchedHost.Model, "outcome", new WatchedStreamOptions { Source = StreamSource.Input }.UseDetector(static () => new Ddm())));
        foreach (double value in (double[])[1, double.NaN, 2, double.PositiveInfinity, double.MaxValue, 3, double.NegativeInfinity, 1e300, 1e100]) { host.Call(value); }
        host.Round();
        Assert.Equal((1e100 + 6) / 4, host.History.Single(static change => change.Stream == "mean").MeanAfter);
        StreamChange high = host.History.Single(static change => change.Stream == "high");
        Assert.Equal((0.0, 1.0), (high.MeanBefore, high.MeanAfter));
        Assert.All(host.Watched!.Streams, static stream => Assert.Equal((9, 5), (stream.Taken, stream.Skipped)));
        Assert.Equal([0, 0, 3, 0], host.Watched.Streams.OrderBy(static stream => stream.Plan.Name).Select(static stream => stream.Run.Refused)); // high, mean, outcome, scaled
        Assert.Single(host.Log.Of("StreamImpaired"));
    }

    [Fact]
    public async Task OnAnswered_NoSuchColumn_IsToldOnce()
    {
        await using var host = new WatchedHost(static options => options
            .Watch(WatchedHost.Model, "column", new WatchedStreamOptions { Source = StreamSource.Input, Tensor = "x", Column = 5 })
            .Watch(WatchedHost.Model, "tensor", new WatchedStreamOptions { Source = StreamSource.Output, Tensor = "z" }));
        for (int i = 0; i < 3; i++)
        {
            host.Call(2, [1, 2]);
            host.Round();
        }

        Assert.Equal(2, host.Log.Of("StreamImpaired").Count);
        Assert.Contains("column 5 of 'x', numbers with rows in the first dimension, but the call has x: FP32[1,2]", host.Log.Of("StreamImpaired")[0], StringComparison.Ordinal);
        Assert.Equal(0, host.Watched!.Taken);
    }

    [Fact]
    public async Task OnAnswered_ThousandStreams_AreAllWatched()
    {
        await using WatchedHost host = await new WatchedHost(static options =>
        {
            options.BufferSize = 1 << 20;
            for (int i = 0; i < 1000; i++)
            {
                options.Watch(WatchedHost.Model, $"s{i:D4}", new WatchedStreamOptions { Source = StreamSource.Input, Column = i, Detector = "page-hinkley", Settings = { ["threshold"] = "20" } });
            }
        }).StartAsync();
        float[] row = new float[1000];
        for (int call = 0; call < 300; call++)
        {
            for (int i = 0; i < 1000; i++) { row[i] = call < 200 || i % 2 == 0 ? 1 : 2; }
            host.Call(1000, row);
            if (call % 50 == 0) { host.Round(); }
        }

        await host.StopAsync();
        Assert.Equal(500, host.Told.All.Select(static change => change.Stream).Distinct().Count());
        Assert.All(host.Told.All, static change => Assert.Equal((1.0, 2.0), (change.MeanBefore, change.MeanAfter)));
        Assert.Equal(300_000, host.Watched!.Taken);
    }

    [Fact]
    public async Task OnAnswered_BlocksOfTime_CloseByTheClock()
    {
        await using var host = new WatchedHost(static options => options.Watch(
            WatchedHost.Model, "x", new WatchedStreamOptions { Source = StreamSource.Input, BlockLength = TimeSpan.FromMinutes(1) }.UseDetector(static () => new PeriodicAlarm(1))));
        foreach (float value in (float[])[1, 2, 6])
        {
            host.Call(1, [value]);
            host.Time.Advance(TimeSpan.FromSeconds(15));
        }

        host.Round();
        Assert.Empty(host.History);
        host.Time.Advance(TimeSpan.FromMinutes(5)); // the block is over, and the empty minutes give nothing
        host.Round();
        Assert.Equal(3, Assert.Single(host.History).MeanAfter);
        host.Call(1, [5]);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        host.Call(1, [7]); // closes the block before it
        host.Round();
        Assert.Equal([5.0, 3.0], host.History.Select(static change => change.MeanAfter));
    }

    [Fact]
    public async Task OnAnswered_NewVersion_BeginsANewDetector_OldOnesAreForgotten()
    {
        await using var host = new WatchedHost(static options =>
        {
            options.MaxVersions = 3;
            options.Watch(WatchedHost.Model, "x", new WatchedStreamOptions { Source = StreamSource.Input }.UseDetector(static () => new PeriodicAlarm(5)));
        });
        for (int version = 0; version < 5; version++)
        {
            for (int i = 0; i < 4; i++) { host.Call(1, $"{version}.0.0"); }
            host.Time.Advance(TimeSpan.FromMinutes(1));
            host.Round();
        }

        StreamDirectory directory = host.Services.GetRequiredService<StreamDirectory>();
        Assert.Equal(["2.0.0", "3.0.0", "4.0.0"], directory.Versions.Select(static version => version.Key.Version).Order());
        Assert.Empty(host.Told.All);
        host.Call(1, "4.0.0");
        host.Round();
        Assert.Equal(4.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".0.0", host.Services.GetRequiredService<IStreamHistory>().Versions.Single().Value);
        host.Time.Advance(TimeSpan.FromDays(7));
        host.Round();
        Assert.Empty(directory.Versions);
        Assert.Empty(host.Services.GetRequiredService<IStreamHistory>().Versions);
        host.Call(1, "4.0.0");
        host.Round();
        Assert.Equal(1, directory.Versions.Single().Taken);
    }

    private static double[] Shifting(int seed, int count, int changeAt)
    {
        var random = new Random(seed);
        return [.. PortableData.Normal(random, changeAt, 10, 1), .. PortableData.Normal(random, count - changeAt, 12, 1)];
    }

    private static double MeanOf(StreamChange change) =>
        double.IsNaN(change.MeanBefore) ? change.MeanAfter : ((change.MeanBefore * (change.Values - change.ValuesAfter)) + (change.MeanAfter * change.ValuesAfter)) / change.Values;
}
