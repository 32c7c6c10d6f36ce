using CsCheck;
using ModelOps.Serving.Limits;

namespace ModelOps.Serving.Tests.Limits;

public sealed class RateLimitTests
{
    private const double Window = 1000;

    public static TheoryData<string> Algorithms => ["bucket", "fixed", "sliding"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Take_Refused_WaitIsTruthful(string algorithm) => Gen.Select(Gen.Int[1, 20], Gen.Int[0, 400].Array[1, 60]).Sample((permits, steps) =>
    {
        RateLimit limit = Create(algorithm, permits);
        long now = 5000;
        foreach (int step in steps)
        {
            now += step;
            double wait = limit.Take(1, now, 0);
            if (wait <= 0) { continue; }
            Assert.InRange(wait, 0, Window * 1.2);
            if (wait > 2) { Assert.True(limit.Take(1, now + (long)Math.Floor(wait) - 1, 0) > 0, "it said too long a wait"); }
            now += (long)Math.Ceiling(wait);
            Assert.Equal(0, limit.Take(1, now, 0));
        }
    });

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Take_AnySequence_NoMoreThanTheRuleAllows(string algorithm) => Gen.Select(Gen.Int[1, 20], Gen.Int[0, 300].Array[1, 200]).Sample((permits, steps) =>
    {
        RateLimit limit = Create(algorithm, permits);
        List<long> granted = [];
        long now = 5000;
        foreach (int step in steps)
        {
            now += step;
            if (limit.Take(1, now, 0) <= 0) { granted.Add(now); }
        }

        // In any window: one bucket and what flows in; two windows that meet; one window and the tenth it is counted in.
        int most = algorithm == "sliding" ? permits : 2 * permits;
        double span = algorithm == "sliding" ? Window * 0.9 : Window;
        foreach (long from in granted) { Assert.InRange(granted.Count(t => t >= from && t < from + span), 1, most); }
    });

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void IsFull_UsedAndLeftAlone_IsAsNew(string algorithm)
    {
        RateLimit limit = Create(algorithm, 3);
        Assert.True(limit.IsFull(100));
        limit.Take(2, 100, 0);
        Assert.False(limit.IsFull(101));

        Assert.True(limit.IsFull(100 + (long)(2 * Window)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Return_Taken_IsThereAgain(string algorithm)
    {
        RateLimit limit = Create(algorithm, 2);
        limit.Take(2, 100, 0);
        Assert.True(limit.Take(1, 100, 0) > 0);

        limit.Return(1);

        Assert.Equal(0, limit.Take(1, 100, 0));
        Assert.True(limit.Take(1, 100, 0) > 0);
        Assert.Equal(double.PositiveInfinity, limit.Take(3, 100, 0));
    }

    [Fact]
    public void Take_BucketMayWait_ReservesInOrder()
    {
        TokenBucketLimit limit = new(Window, 10, 1);

        double[] waits = [.. Enumerable.Range(0, 5).Select(_ => limit.Take(1, 0, 350))];

        Assert.Equal([0, 100, 200, 300, 400], waits);
        Assert.Equal(400, limit.Take(1, 0, 350)); // the refused one took nothing
    }

    [Fact]
    public void Take_FixedWindowsMayWait_FillsTheNextOnes()
    {
        FixedWindowLimit limit = new(Window, 2);

        double[] waits = [.. Enumerable.Range(0, 6).Select(_ => limit.Take(1, 0, 1000))];

        Assert.Equal([0, 0, 1000, 1000, 2000, 2000], waits);
        Assert.Equal(1000, limit.Take(1, 1000, 2000)); // both of the second window are taken
    }

    [Fact]
    public void Take_BucketOfManyThreads_GivesItsBurst()
    {
        TokenBucketLimit limit = new(Window, 1, 500);
        int granted = 0;

        Parallel.For(0, 5000, _ => { if (limit.Take(1, 0, 0) <= 0) { Interlocked.Increment(ref granted); } });

        Assert.Equal(500, granted);
    }

    private static RateLimit Create(string algorithm, int permits) => algorithm switch
    {
        "bucket" => new TokenBucketLimit(Window, permits, permits),
        "fixed" => new FixedWindowLimit(Window, permits),
        _ => new SlidingWindowLimit(Window, permits),
    };
}
