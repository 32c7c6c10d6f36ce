using CsCheck;
using ModelOps.Serving.Batching;

namespace ModelOps.Serving.Tests.Batching;

public sealed class FairQueueTests
{
    private readonly BatchCallPool _pool = new();
    private long _arrivals;

    [Fact]
    public void Fill_EqualTenants_ServedInTurnWhateverTheyQueue()
    {
        FairQueue queue = new(new BatchingSettings { MaxRows = 10 });
        ShapeBucket bucket = Bucket();
        for (int i = 0; i < 1000; i++) { Add(queue, bucket, "flood"); }
        for (int i = 0; i < 5; i++) { Add(queue, bucket, "quiet"); }

        Assert.Equal(5, Fill(queue).Count(static s => s.Call.Request.Context.Tenant == "quiet"));
    }

    [Fact]
    public void Fill_OtherShapes_TenantOfTheOtherIsNext()
    {
        FairQueue queue = new(new BatchingSettings { MaxRows = 10 });
        ShapeBucket one = Bucket();
        ShapeBucket other = Bucket(columns: 2);
        for (int i = 0; i < 1000; i++) { Add(queue, one, "flood"); }
        Add(queue, other, "quiet");

        bool isServed = Fill(queue).Concat(Fill(queue)).Any(static s => s.Call.Request.Context.Tenant == "quiet");
        Assert.True(isServed);
    }

    [Fact]
    public void Fill_Weights_SharesAreAsTheyAre() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 40], Gen.Int[1, 6]).Sample((first, second, maxRows, largest) =>
        {
            BatchingSettings settings = new() { MaxRows = maxRows, TenantWeights = new Dictionary<string, double> { ["a"] = first, ["b"] = second } };
            FairQueue queue = new(settings);
            ShapeBucket bucket = Bucket();
            Random random = new(first);
            for (int i = 0; i < 2000; i++)
            {
                Add(queue, bucket, "a", rows: random.Next(1, largest + 1));
                Add(queue, bucket, "b", rows: random.Next(1, largest + 1));
            }

            (int a, int b) = (0, 0);
            while (a + b < 1000)
            {
                foreach (BatchSlice slice in Fill(queue))
                {
                    if (slice.Call.Request.Context.Tenant == "a") { a += slice.Rows; } else { b += slice.Rows; }
                }

                double lead = Math.Abs((a / (double)first) - (b / (double)second));
                int step = Math.Max(maxRows, largest) + largest;
                Assert.True(lead <= step / (double)Math.Min(first, second), $"{a} and {b} rows for weights {first} and {second}");
            }
        }, iter: 40, threads: 1);

    [Fact]
    public void Fill_TenantBackFromIdleness_HasNoClaimOnThePast()
    {
        FairQueue queue = new(new BatchingSettings { MaxRows = 10 });
        ShapeBucket bucket = Bucket();
        for (int i = 0; i < 3000; i++) { Add(queue, bucket, "busy"); }
        for (int i = 0; i < 100; i++) { Fill(queue); }
        for (int i = 0; i < 1000; i++) { Add(queue, bucket, "back"); }

        int back = Enumerable.Range(0, 20).Sum(_ => Fill(queue).Count(static s => s.Call.Request.Context.Tenant == "back"));
        Assert.InRange(back, 90, 120); // half of 200, not all
    }

    [Fact]
    public void Fill_Priorities_UrgentFirstUntilOthersHaveAged()
    {
        FairQueue queue = new(new BatchingSettings { MaxRows = 1, PriorityLevels = 2, AgeingInterval = TimeSpan.FromMilliseconds(100) });
        ShapeBucket bucket = Bucket();
        BatchCall patient = Add(queue, bucket, null, level: 1);
        long now = 0;
        int before = 0;
        while (true)
        {
            Add(queue, bucket, null, level: 0, at: now);
            if (Fill(queue, now).Single().Call == patient) { break; }
            before++;
            now += TimeSpan.FromMilliseconds(10).Ticks;
        }

        Assert.InRange(before, 5, 21);
    }

    [Fact]
    public void Fill_OneTenantOnePriority_OrderIsKept()
    {
        FairQueue queue = new(new BatchingSettings { MaxRows = 7 });
        ShapeBucket bucket = Bucket();
        BatchCall[] calls = [.. Enumerable.Range(0, 50).Select(i => Add(queue, bucket, "a", rows: 1 + (i % 3)))];
        List<BatchCall> served = [];
        while (queue.Rows > 0)
        {
            List<BatchSlice> slices = Fill(queue);
            Assert.True(slices.Sum(static s => s.Rows) <= 7);
            served.AddRange(slices.Select(static s => s.Call));
        }

        Assert.Equal(calls, served);
    }

    [Fact]
    public void Fill_RunWouldEndAfterADeadline_CallIsLeftOutForThoseInTime()
    {
        RunCost cost = BatchRig.CostOf(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(10));
        FairQueue queue = new(new BatchingSettings { MaxRows = 10 });
        ShapeBucket bucket = Bucket(cost: cost);
        BatchCall late = Add(queue, bucket, null, deadline: 15 * TimeSpan.TicksPerMillisecond); // a run of ten takes 20 ms
        for (int i = 0; i < 12; i++) { Add(queue, bucket, null, deadline: 30 * TimeSpan.TicksPerMillisecond); }

        List<BatchCall> expired = [];
        List<BatchSlice> slices = [];
        queue.Fill(0, 0, slices, expired);
        Assert.Equal([late], expired);
        Assert.Equal(10, slices.Count);

        queue.Fill(0, 25 * TimeSpan.TicksPerMillisecond, [], expired); // callers get their answers 25 ms after the run
        Assert.Equal(2, expired.Count); // the last is tried, as nobody else waits
    }

    private static ShapeBucket Bucket(int columns = 1, RunCost? cost = null)
    {
        using InferenceRequest request = BatchRig.Request(1, columns: columns);
        return new ShapeBucket(request, null, cost ?? new RunCost());
    }

    private BatchCall Add(FairQueue queue, ShapeBucket bucket, string? tenant, int rows = 1, int level = 0, long? at = null, long deadline = long.MaxValue)
    {
        BatchCall call = _pool.Rent();
        call.Start(_pool, BatchRig.Request(1, tenant: tenant), new InferenceResponse(), rows, at ?? _arrivals++, deadline, default, default);
        (call.Bucket, call.Tenant, call.Level) = (bucket, queue.GetTenant(tenant), level);
        queue.Add(call);
        return call;
    }

    private static List<BatchSlice> Fill(FairQueue queue, long now = 0)
    {
        List<BatchSlice> slices = [];
        queue.Fill(now, 0, slices, []);
        return slices;
    }
}
