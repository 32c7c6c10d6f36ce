using System.Diagnostics;

namespace ModelOps.Serving.Auto;

/// <summary>Runs two sessions of the same model on made-up rows: do they agree, and which is faster for how many rows?</summary>
/// <param name="simd">The managed engine's.</param>
/// <param name="onnxRuntime">ONNX Runtime's.</param>
/// <param name="samples">Made-up rows.</param>
/// <param name="options">Tolerances and times.</param>
internal sealed class RuntimeTrial(IModelSession simd, IModelSession onnxRuntime, SampleRequests samples, AutoOptions options)
{
    private const int Rounds = 9;
    private const int DistinctRows = 64;
    private const long MaxBytes = 4 << 20; // of all requests of a size
    private const double Settled = 0.9;
    private const int FewestWarmUps = 3; // the first call of a method, then thirty that are counted, then the better code
    private static readonly int[] s_rows = [1, 8, 64, 256];
    private static readonly TimeSpan s_sampleTime = TimeSpan.FromMilliseconds(0.5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(120);

    /// <summary>Runs the trial.</summary>
    /// <param name="known">What needs no measuring any more; null to measure.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The first difference of the answers, or null and what was measured.</returns>
    public (string? Difference, IReadOnlyList<BatchBucket> Buckets) Run(IReadOnlyList<BatchBucket>? known, CancellationToken cancellationToken)
    {
        List<TrialBatch> batches = [];
        try
        {
            foreach (int rows in samples.HasRows ? s_rows : [1])
            {
                List<InferenceRequest> requests = CreateRequests(rows);
                if (requests.Count == 0) { break; }
                batches.Add(new TrialBatch(rows, requests));
                if (batches[^1].FindDifference(simd, onnxRuntime, options, cancellationToken) is { } difference) { return ($"{difference} on {rows} made-up rows", []); }
            }

            if (known is not null) { return (null, known); }
            WarmUp(batches, cancellationToken);
            return (null, batches.ConvertAll(batch => Measure(batch, cancellationToken)));
        }
        finally
        {
            foreach (TrialBatch batch in batches) { batch.Dispose(); }
        }
    }

    /// <summary>Different requests, as many as fit some memory; none where one alone is too large.</summary>
    private List<InferenceRequest> CreateRequests(int rows)
    {
        List<InferenceRequest> requests = [];
        long bytes = 0;
        while (requests.Count < Math.Max(1, DistinctRows / rows) && bytes < MaxBytes && samples.TryCreate(rows) is { } request)
        {
            requests.Add(request);
            for (int i = 0; i < request.Inputs.Count; i++) { bytes += request.Inputs[i].ByteLength; }
        }

        return requests;
    }

    /// <summary>Runs until no call gets much faster any more. What ran often is compiled anew in the background, after a pause in which nothing new is met.</summary>
    private void WarmUp(List<TrialBatch> batches, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        double[] before = Array.ConvertAll(new double[2 * batches.Count], static _ => double.PositiveInfinity);
        bool isSettled = false;
        for (int round = 1; !isSettled && Stopwatch.GetElapsedTime(start) < options.WarmUpTime; round++)
        {
            isSettled = round >= FewestWarmUps;
            for (int i = 0; i < before.Length; i++)
            {
                double now = batches[i / 2].Warm(i % 2 == 0 ? simd : onnxRuntime, cancellationToken).TotalMicroseconds;
                isSettled &= now > before[i] * Settled;
                before[i] = now;
            }

            if (!isSettled) { cancellationToken.WaitHandle.WaitOne(s_pause); }
        }
    }

    private BatchBucket Measure(TrialBatch batch, CancellationToken cancellationToken)
    {
        int ourCalls = CallsOfASample(batch, simd, cancellationToken);
        int theirCalls = CallsOfASample(batch, onnxRuntime, cancellationToken);
        List<TimeSpan> ours = [];
        List<TimeSpan> theirs = [];
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add(batch.Time(simd, ourCalls, cancellationToken));
            theirs.Add(batch.Time(onnxRuntime, theirCalls, cancellationToken));
        }

        return new BatchBucket(batch.Rows, Median(ours), Median(theirs));
    }

    private static int CallsOfASample(TrialBatch batch, IModelSession session, CancellationToken cancellationToken) =>
        (int)Math.Clamp(s_sampleTime / (batch.Time(session, 1, cancellationToken) + TimeSpan.FromTicks(1)), 1, 10_000);

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
