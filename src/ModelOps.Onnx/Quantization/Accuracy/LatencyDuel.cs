namespace ModelOps.Onnx.Quantization.Accuracy;

/// <summary>Measures two models by turns, so that a machine that slows down for a while slows both down.</summary>
internal static class LatencyDuel
{
    private const int Seed = 1;

    // Well below the time slice of a scheduler, so that on a busy machine most turns are not interrupted and the median is of those.
    private static readonly TimeSpan Turn = TimeSpan.FromMicroseconds(200);
    private const int MostCalls = 1 << 20;

    /// <summary>Median microseconds of a call of each.</summary>
    public static (double First, double Second) Run(IOnnxEvaluator first, IOnnxEvaluator second, IReadOnlyList<OnnxTensor> inputs, int rounds, CancellationToken cancellationToken)
    {
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

    /// <summary>Calls that fill a turn; finding out warms the model up.</summary>
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
