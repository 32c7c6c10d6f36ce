namespace ModelOps.Benchmarks.Harness;

/// <summary>Measures comparisons: warm-up, calibration, then rounds in which both sides run one right after the other.</summary>
/// <remarks>The two samples of a round see the same machine, so their ratio holds where absolute times do not. The side that goes first alternates.</remarks>
/// <param name="rounds">Rounds of a comparison.</param>
internal sealed class ComparisonRunner(int rounds)
{
    public async Task<ComparisonResult> RunAsync(Comparison comparison)
    {
        int ourCalls = await CalibrateAsync(comparison.Ours, comparison.Clock);
        int peerCalls = await CalibrateAsync(comparison.Peer, comparison.Clock);
        int count = Math.Min(rounds, comparison.MostRounds);
        List<(Sample Ours, Sample Peer)> samples = new(count);
        for (int round = 0; round < count; round++)
        {
            Sample ours, peer;
            if (round % 2 == 0)
            {
                ours = await SampleAsync(comparison.Ours, ourCalls, comparison.Clock);
                peer = await SampleAsync(comparison.Peer, peerCalls, comparison.Clock);
            }
            else
            {
                peer = await SampleAsync(comparison.Peer, peerCalls, comparison.Clock);
                ours = await SampleAsync(comparison.Ours, ourCalls, comparison.Clock);
            }

            samples.Add((ours, peer));
        }

        return new ComparisonResult(comparison, samples);
    }

    /// <summary>Warms a contender up and finds how many calls fill a sample.</summary>
    private static async ValueTask<int> CalibrateAsync(Contender contender, SampleClock clock)
    {
        int calls = 1;
        TimeSpan end = SampleClock.Wall.Read() + clock.WarmUpTime;
        while (true)
        {
            bool isLongEnough = await TimeAsync(contender, calls, clock) >= clock.SampleTime;
            if (isLongEnough && SampleClock.Wall.Read() >= end) { return calls; }
            if (!isLongEnough) { calls = checked(calls * 2); }
        }
    }

    private static async ValueTask<Sample> SampleAsync(Contender contender, int calls, SampleClock clock)
    {
        long bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan took = await TimeAsync(contender, calls, clock);
        long bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
        return new Sample(took.TotalMicroseconds / calls, (double)bytes / calls);
    }

    private static async ValueTask<TimeSpan> TimeAsync(Contender contender, int calls, SampleClock clock)
    {
        if (contender.TimeItself is { } timeItself)
        {
            return timeItself(calls);
        }

        TimeSpan before = clock.Read();
        await contender.RunAsync(calls);
        return clock.Read() - before;
    }
}
