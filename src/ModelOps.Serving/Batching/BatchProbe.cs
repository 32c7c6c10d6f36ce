using ModelOps.Serving.Auto;

namespace ModelOps.Serving.Batching;

/// <summary>Checks a model at load: do neighbours in a run change an answer, and what does a run of n rows take?</summary>
/// <remarks>Made-up rows, of magnitudes from a hundredth to a hundred, are answered one by one and then in runs of several sizes, and the answers compared.</remarks>
/// <param name="model">Name of the model.</param>
/// <param name="session">The model.</param>
/// <param name="settings">What holds for it.</param>
/// <param name="timeProvider">Clock.</param>
internal sealed class BatchProbe(string model, IModelSession session, BatchingSettings settings, TimeProvider timeProvider)
{
    private const int Rows = 16;
    private const int Repeats = 3;
    private static readonly int[] s_sizes = [2, 3, 8, 16, 32];
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(250);

    public BatchEvidence Run(CancellationToken cancellationToken)
    {
        if (FindFixed() is { } unbatchable) { return new BatchEvidence(BatchInvariance.Unbatchable, unbatchable, new RunCost()); }
        using ProbeRows rows = new(new SampleRequests(model, session.Signature, seed: 1));
        try
        {
            return Compare(rows, cancellationToken);
        }
        catch (ModelOpsException e)
        {
            return new BatchEvidence(BatchInvariance.Unverified, $"made-up rows cannot be answered ({e.Code})", new RunCost());
        }
    }

    /// <summary>Says which input or output has no open first dimension; null when all have.</summary>
    private string? FindFixed() =>
        session.Signature.Inputs.Count == 0 ? "it has no inputs"
        : session.Signature.Inputs.FirstOrDefault(static i => i.Shape.Count == 0 || i.Shape[0] >= 0) is { } input ? $"the first dimension of input '{input.Name}' is fixed"
        : session.Signature.Outputs.FirstOrDefault(static o => o.Shape.Count > 0 && o.Shape[0] >= 0) is { } output ? $"the first dimension of output '{output.Name}' is fixed"
        : null;

    private BatchEvidence Compare(ProbeRows rows, CancellationToken cancellationToken)
    {
        RunCost cost = new();
        long begin = timeProvider.GetTimestamp();
        while (rows.Count < Rows && (rows.Count < 2 || timeProvider.GetElapsedTime(begin) < s_longest / 2))
        {
            if (!rows.TryAdd(session, cancellationToken)) { return new BatchEvidence(BatchInvariance.Unverified, "its rows are too large to make up", cost); }
        }

        using InferenceResponse answer = new();
        cost.Observe(1, Time(rows.First, answer, cancellationToken));
        AnswerDifference difference = new(rows.Answers);
        int largest = 1;
        foreach (int size in s_sizes.Append(settings.MaxRows).Concat(settings.PreferredSizes).Where(s => s > 1 && s <= settings.MaxRows).Distinct().Order())
        {
            TimeSpan left = s_longest - timeProvider.GetElapsedTime(begin);
            if (size > 3 && Repeats * cost.Of(size) > left.Ticks) { break; }
            using InferenceRequest run = rows.Join(size);
            double time = Time(run, answer, cancellationToken);
            if (!BatchTensors.HaveRows(answer.Outputs, size)) { return new BatchEvidence(BatchInvariance.Unbatchable, "its outputs do not have one row for each of the inputs'", cost); }
            cost.Observe(size, time);
            difference.Add(answer);
            largest = size;
        }

        return new BatchEvidence(difference.Verdict(settings.Tolerance), difference.Where, cost) { MaxDifference = difference.Max, LargestRun = largest };
    }

    /// <summary>The shortest of a few runs.</summary>
    private double Time(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        TimeSpan shortest = TimeSpan.MaxValue;
        for (int i = 0; i < Repeats; i++)
        {
            response.Reset();
            long start = timeProvider.GetTimestamp();
            session.Run(request, response, cancellationToken);
            TimeSpan elapsed = timeProvider.GetElapsedTime(start);
            if (elapsed < shortest) { shortest = elapsed; }
        }

        return shortest.Ticks;
    }
}
