namespace ModelOps.Onnx.Quantization.Accuracy;

/// <summary>Measures two models by turns, so that a machine that slows down for a while slows both down.</summary>
internal static class LatencyDuel
{
    private const int Seed = 1;
    private const int FewestWarmUps = 3; // the first call of a method, then thirty that are counted, then the better code
    private const int MostWarmUps = 6;
    private const int WarmUpCalls = 64;
    private const double Settled = 0.9;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(120);

    // Well below the time slice of a scheduler, so that on a busy machine most turns are not interrupted and the median is of those.
    private static readonly TimeSpan Turn = TimeSpan.FromMicroseconds(200);
    private const int MostCalls = 1 << 20;

    /// <summary>Median microseconds of a call of each.</summary>
    public static (double First, double Second) Run(IOnnxEvaluator first, IOnnxEvaluator second, IReadOnlyList<OnnxTensor> inputs, int rounds, CancellationToken cancellationToken)
    {
        WarmUp(first, second, inputs, cancellationToken);
        int firstCalls = CallsOfATurn(first, inputs), secondCalls = CallsOfATurn(second, inputs);
        TimeSpan[] firsts = new TimeSpan[rounds], seconds = new TimeSpan[rounds];
        Random order = new(Seed); // a fixed order could keep step with what else runs
        for (int round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isFirst = order.Next(2) == 0;
            if (isFirst) { firsts[round] = first.Measure(inputs, firstCalls); }
            seconds[round] = second.Measure(inputs, secondCalls);
            if (!isFirst) { firsts[round] = first.Measure(inputs, firstCalls); }
        }

        return (Median(firsts) / firstCalls, Median(seconds) / secondCalls);
    }

    /// <summary>Runs both until neither gets much faster. What ran often is compiled anew in the background, after a pause in which nothing new is met.</summary>
    private static void WarmUp(IOnnxEvaluator first, IOnnxEvaluator second, IReadOnlyList<OnnxTensor> inputs, CancellationToken cancellationToken)
    {
        (TimeSpan First, TimeSpan Second) before = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (int round = 1; round <= MostWarmUps; round++)
        {
            (TimeSpan First, TimeSpan Second) now = (Fastest(first, inputs), Fastest(second, inputs));
            if (round >= FewestWarmUps && now.First > before.First * Settled && now.Second > before.Second * Settled) { return; }
            before = now;
            cancellationToken.WaitHandle.WaitOne(Pause);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TimeSpan Fastest(IOnnxEvaluator model, IReadOnlyList<OnnxTensor> inputs)
    {
        TimeSpan fastest = TimeSpan.MaxValue, sum = TimeSpan.Zero;
        for (int i = 0; i < WarmUpCalls && sum < WarmUpTime; i++)
        {
            TimeSpan time = model.Measure(inputs, 1);
            sum += time;
            if (time < fastest) { fastest = time; }
        }

        return fastest;
    }

    /// <summary>Calls that fill a turn.</summary>
    private static int CallsOfATurn(IOnnxEvaluator model, IReadOnlyList<OnnxTensor> inputs)
    {
        int calls = 1;
        while (calls < MostCalls && model.Measure(inputs, calls) < Turn) { calls *= 2; }
        return calls;
    }

    private static double Median(TimeSpan[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2].TotalMicroseconds;
    }
}
