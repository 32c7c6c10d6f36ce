using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;

namespace ModelOps.Drift.Tests.Performance;

public sealed class LabelJoinTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 30, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);

    [Fact]
    public void Join_LateEarlyAndDuplicate_CountOnceInTheWindowOfThePrediction()
    {
        LabelJoin join = Join();
        Assert.Equal(JoinOutcome.Waiting, join.AddPrediction("late", 1));
        Assert.Equal(JoinOutcome.Waiting, join.AddLabel("early", 0));
        Assert.Equal(JoinOutcome.Duplicate, join.AddLabel("early", 1));
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(JoinOutcome.Joined, join.AddPrediction("early", 1));
        Assert.Equal(JoinOutcome.Duplicate, join.AddPrediction("late", 0));
        Assert.Equal(JoinOutcome.Joined, join.AddLabel("late", 1));
        Assert.Equal(JoinOutcome.Duplicate, join.AddLabel("late", 0));

        Assert.Equal(["10:00 1 1 1", "12:00 1 1 0"], join.Windows().Select(static window =>
            $"{window.Start:HH:mm} {window.Predictions} {window.LabelledShare} {window.Performance[PerformanceMetricNames.Accuracy].Value}"));
    }

    [Fact]
    public void Watermark_PassesAWindow_ItIsFinalAndTakenOnce()
    {
        LabelJoin join = Join();
        join.AddPrediction("a", 1);
        _time.Advance(TimeSpan.FromHours(24.5) - TimeSpan.FromTicks(1));
        Assert.Empty(join.TakeFinalWindows());
        Assert.Equal(JoinOutcome.Waiting, join.AddLabel("a", 1));     // forgotten: older than a day
        _time.Advance(TimeSpan.FromTicks(1));
        RealisedWindow window = Assert.Single(join.TakeFinalWindows());
        Assert.Equal((1, 0, true), (window.Predictions, window.LabelledShare, window.IsFinal));
        Assert.Equal(window.End, join.Watermark);
        Assert.Empty(join.TakeFinalWindows());
        Assert.Equal(JoinOutcome.TooLate, join.AddPrediction("b", 1, Start));
        Assert.Equal(JoinOutcome.Waiting, join.AddPrediction("c", 1, join.Watermark));
    }

    [Fact]
    public void Label_JustInTime_Counts()
    {
        LabelJoin join = Join();
        join.AddPrediction("a", 1);
        _time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(JoinOutcome.Joined, join.AddLabel("a", 0));
        Assert.Equal(0, Assert.Single(join.Windows()).Performance[PerformanceMetricNames.Accuracy].Value);
    }

    [Fact]
    public void Entries_MoreThanFit_TheOldestAreDroppedAndCounted()
    {
        LabelJoin join = Join(entries: 3);
        for (int i = 0; i < 5; i++)
        {
            join.AddPrediction($"{i}", 1);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal((3, 2), (join.EntryCount, join.EvictedCount));
        Assert.Equal(JoinOutcome.Waiting, join.AddLabel("0", 1));
        Assert.Equal(JoinOutcome.Joined, join.AddLabel("4", 1));
    }

    [Fact]
    public void Log_EvictionAndFinalWindow_AreToldOnceEach()
    {
        var log = new EventLog();
        var join = new LabelJoin(Options(PredictionTask.BinaryClassification, 1), _time, log);
        for (int i = 0; i < 4; i++) { join.AddPrediction($"{i}", 1); }
        _time.Advance(TimeSpan.FromDays(2));
        join.TakeFinalWindows();
        Assert.Equal([4060, 4061], log.Ids);
    }

    [Fact]
    public void Regression_Metrics_AreThoseByHand()
    {
        LabelJoin join = Join(PredictionTask.Regression);
        foreach ((string id, double predicted, double truth) in new[] { ("a", 3.0, 2.0), ("b", 1.0, 4.0), ("c", 0.5, 0.0) })
        {
            join.AddPrediction(id, predicted);
            join.AddLabel(id, truth);
        }

        PerformanceEstimate performance = Assert.Single(join.Windows()).Performance;
        Assert.Equal(4.5 / 3, performance[PerformanceMetricNames.MeanAbsoluteError].Value, 12);
        Assert.Equal(10.25 / 3, performance[PerformanceMetricNames.MeanSquaredError].Value, 12);
        Assert.Equal(Math.Sqrt(10.25 / 3), performance[PerformanceMetricNames.RootMeanSquaredError].Value, 12);
        Assert.Equal((0.5 + 0.75) / 2, performance[PerformanceMetricNames.MeanAbsolutePercentageError].Value, 12);
        Assert.False(performance.IsWorse);
    }

    // Whatever came before, a join that was saved and restored at any moment goes on as if it had not been.
    [Fact]
    public void Save_AtAnyMoment_GoesOnAsIfNothingHappened() =>
        Gen.Select(Gen.Int[0, 8], Gen.Bool, Gen.Double[0, 1], Gen.Int[0, 400]).Array[1, 60].Sample(steps =>
        {
            var time = new FakeTimeProvider(Start);
            LabelJoin kept = Join(entries: 5, time: time);
            LabelJoin restored = Join(entries: 5, time: time);
            foreach ((int id, bool isLabel, double value, int minutes) in steps)
            {
                JoinOutcome first = isLabel ? kept.AddLabel($"{id}", value) : kept.AddPrediction($"{id}", value);
                JoinOutcome second = isLabel ? restored.AddLabel($"{id}", value) : restored.AddPrediction($"{id}", value);
                Assert.Equal(first, second);
                time.Advance(TimeSpan.FromMinutes(minutes) + TimeSpan.FromTicks(1));
                restored = LabelJoin.Restore(restored.Save(), Options(PredictionTask.BinaryClassification, 5), time);
                Assert.Equal(kept.Save(), restored.Save());
                Assert.InRange(kept.EntryCount, 0, 5);
            }
        }, iter: 100);

    [Fact]
    public async Task Add_FromManyThreads_LosesNothing()
    {
        LabelJoin join = Join(entries: 10_000);
        await Parallel.ForAsync(0, 4000, TestContext.Current.CancellationToken, (i, _) =>
        {
            join.AddLabel($"{i / 2}", 1);
            join.AddPrediction($"{i / 2}", 1);
            return ValueTask.CompletedTask;
        });
        RealisedWindow window = Assert.Single(join.Windows());
        Assert.Equal((2000, 2000, 1), (window.Predictions, window.Performance.Count, window.Performance[PerformanceMetricNames.Accuracy].Value));
    }

    [Fact]
    public void Add_Invalid_IsRefused()
    {
        LabelJoin join = Join();
        Assert.Equal(JoinOutcome.Invalid, join.AddPrediction("", 1));
        Assert.Equal(JoinOutcome.Invalid, join.AddPrediction(new string('x', 257), 1));
        Assert.Equal(JoinOutcome.Invalid, join.AddLabel("a", double.NaN));
        Assert.Equal(JoinOutcome.Invalid, join.AddLabel("a", 1e71));
        Assert.Empty(join.Windows());
        join.AddPrediction("future", 1, DateTimeOffset.MaxValue);
        Assert.Equal(Start.Hour, Assert.Single(join.Windows()).Start.Hour);
        Assert.Contains("Window", Assert.Throws<ArgumentException>(static () => new LabelJoin(new LabelJoinOptions { Window = TimeSpan.FromSeconds(1) })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(static () => new LabelJoin(new LabelJoinOptions { MaxEntries = 0 }));
        Assert.Throws<ArgumentException>(static () => new LabelJoin(new LabelJoinOptions { TimeToLive = TimeSpan.Zero }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"format":"modelops.label-join","version":2,"task":0,"windowTicks":36000000000,"evictedCount":0,"entries":[],"windows":[]}""")]
    [InlineData("""{"format":"modelops.label-join","version":1,"task":1,"windowTicks":36000000000,"evictedCount":0,"entries":[],"windows":[]}""")]
    [InlineData("""{"format":"modelops.label-join","version":1,"task":0,"windowTicks":36000000000,"evictedCount":0,"entries":[{"id":"","state":0,"ticks":1,"value":1}],"windows":[]}""")]
    [InlineData("""{"format":"modelops.label-join","version":1,"task":0,"windowTicks":36000000000,"evictedCount":0,"entries":[null],"windows":[]}""")]
    [InlineData("""{"format":"modelops.label-join","version":1,"task":0,"windowTicks":36000000000,"evictedCount":0,"entries":[],"windows":[{"ticks":1,"sums":[]}]}""")]
    public void Restore_Damaged_IsRefused(string json) =>
        Assert.Throws<PerformanceFormatException>(() => LabelJoin.Restore(Encoding.UTF8.GetBytes(json), Options(PredictionTask.BinaryClassification, 5), _time));

    private static LabelJoinOptions Options(PredictionTask task, int entries) =>
        new() { Task = task, TimeToLive = TimeSpan.FromDays(1), MaxEntries = entries };

    private LabelJoin Join(PredictionTask task = PredictionTask.BinaryClassification, int entries = 100, TimeProvider? time = null) =>
        new(Options(task, entries), time ?? _time);

    private sealed class EventLog : ILogger<LabelJoin>
    {
        public List<int> Ids { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Ids.Add(eventId.Id);
    }
}
