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
    private static readonly int[] s_rows = [1, 8, 64, 256];
    private static readonly TimeSpan s_sampleTime = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Runs the trial.</summary>
    /// <returns>The first difference of the answers, or null and what was measured.</returns>
    public (string? Difference, IReadOnlyList<BatchBucket> Buckets) Run(CancellationToken cancellationToken)
    {
        List<BatchBucket> buckets = [];
        foreach (int rows in samples.HasRows ? s_rows : [1])
        {
            using InferenceRequest? request = samples.TryCreate(rows);
            if (request is null) { break; }
            using InferenceResponse ours = new();
            using InferenceResponse theirs = new();
            Call(simd, request, ours, cancellationToken);
            Call(onnxRuntime, request, theirs, cancellationToken);
            if (AnswerComparison.FindDifference(ours, theirs, options) is { } difference) { return ($"{difference} on {rows} made-up rows", []); }
            buckets.Add(Measure(rows, request, ours, theirs, cancellationToken));
        }

        return (null, buckets);
    }

    private BatchBucket Measure(int rows, InferenceRequest request, InferenceResponse ours, InferenceResponse theirs, CancellationToken cancellationToken)
    {
        TimeSpan warmUp = options.WarmUpTime / 2 / (samples.HasRows ? s_rows.Length : 1);
        int ourCalls = WarmUp(simd, request, ours, warmUp, cancellationToken);
        int theirCalls = WarmUp(onnxRuntime, request, theirs, warmUp, cancellationToken);
        List<TimeSpan> our = [];
        List<TimeSpan> their = [];
        for (int round = 0; round < Rounds; round++)
        {
            our.Add(Sample(simd, request, ours, ourCalls, cancellationToken));
            their.Add(Sample(onnxRuntime, request, theirs, theirCalls, cancellationToken));
        }

        return new BatchBucket(rows, Median(our), Median(their));
    }

    /// <summary>Runs until the time is over.</summary>
    /// <returns>Calls that fill a sample.</returns>
    private static int WarmUp(IModelSession session, InferenceRequest request, InferenceResponse response, TimeSpan time, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan last;
        do
        {
            long before = Stopwatch.GetTimestamp();
            Call(session, request, response, cancellationToken);
            last = Stopwatch.GetElapsedTime(before);
        }
        while (Stopwatch.GetElapsedTime(start) < time);
        return (int)Math.Clamp(s_sampleTime / (last + TimeSpan.FromTicks(1)), 1, 10_000);
    }

    private static TimeSpan Sample(IModelSession session, InferenceRequest request, InferenceResponse response, int calls, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) { Call(session, request, response, cancellationToken); }
        return Stopwatch.GetElapsedTime(start) / calls;
    }

    private static void Call(IModelSession session, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        response.Reset();
        session.Run(request, response, cancellationToken);
    }

    private static TimeSpan Median(List<TimeSpan> samples)
    {
        samples.Sort();
        return samples[samples.Count / 2];
    }
}
