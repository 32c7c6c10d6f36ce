using System.Buffers;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>What is watched of one version's predictions.</summary>
internal sealed class VersionPerformance : IVersionEntry
{
    private readonly PerformanceModelOptions _model;
    private readonly LabelTeller _teller;
    private readonly TimeProvider _time;
    private readonly Action<VersionKey, string> _tellProblem;
    private volatile PredictionPlan? _plan;
    private int _toldProblem;
    private long _unmapped;

    /// <param name="key">Model and version.</param>
    /// <param name="model">What the host says of the model.</param>
    /// <param name="join">Where predictions wait for labels; null when none are to come.</param>
    /// <param name="teller">Told of every prediction and label that met.</param>
    /// <param name="time">Clock.</param>
    /// <param name="tellProblem">Told once what does not fit; must not throw.</param>
    internal VersionPerformance(
        VersionKey key, PerformanceModelOptions model, LabelJoin? join, LabelTeller teller, TimeProvider time, Action<VersionKey, string> tellProblem)
    {
        Key = key;
        _model = model;
        Join = join;
        _teller = teller;
        _time = time;
        _tellProblem = tellProblem;
    }

    public VersionKey Key { get; }

    internal LabelJoin? Join { get; }

    /// <summary>Calls whose predictions were not found.</summary>
    internal long UnmappedCount => Interlocked.Read(ref _unmapped);

    /// <summary>Takes an answered call in.</summary>
    internal void Add(InferenceRequest request, InferenceResponse response)
    {
        PredictionPlan? plan = _plan ?? Plan(request, response);
        if (plan?.Output.Find(request, response) is not { } output)
        {
            Interlocked.Increment(ref _unmapped);
            if (plan is not null) { TellProblem("an answer had no such output, or one of another form, as the first answer had"); }
            return;
        }

        int rows = plan.Output.Rows(output);
        if (Join is not null && rows > 0) { Remember(Join, plan, request, output, rows); }
    }

    /// <summary>Takes a label in.</summary>
    /// <param name="id">Id of the prediction.</param>
    /// <param name="label">The truth.</param>
    /// <param name="waits">Whether it is remembered when there is no such prediction.</param>
    internal JoinOutcome AddLabel(string id, double label, bool waits)
    {
        JoinOutcome outcome = Join!.AddLabel(id, label, waits, out JoinedPair pair);
        if (outcome == JoinOutcome.Joined) { Tell(pair); }
        return outcome;
    }

    private void Remember(LabelJoin join, PredictionPlan plan, InferenceRequest request, InferenceTensor output, int rows)
    {
        string[] rented = ArrayPool<string>.Shared.Rent(rows);
        Span<string> ids = rented.AsSpan(0, rows);
        try
        {
            if (!PredictionIds.TryRead(plan, request, rows, ids)) { return; }
            Span<double> scores = stackalloc double[plan.Output.Columns];
            DateTimeOffset now = _time.GetUtcNow();
            for (int row = 0; row < rows; row++)
            {
                if (join.AddPrediction(ids[row], plan.Read(output, row, scores), now, out JoinedPair pair) == JoinOutcome.Joined) { Tell(pair); }
            }
        }
        finally
        {
            ids.Clear();
            ArrayPool<string>.Shared.Return(rented);
        }
    }

    private void Tell(JoinedPair pair) => _teller.Tell(
        new LabelledPrediction(Key.Model, Key.Version, pair.Prediction, pair.Label, new DateTimeOffset(pair.PredictedTicks, TimeSpan.Zero))
        {
            Task = _model.Task,
            DecisionThreshold = _model.DecisionThreshold,
        });

    // Until a call fits: the first ones may ask for other outputs.
    private PredictionPlan? Plan(InferenceRequest request, InferenceResponse response)
    {
        PredictionPlan? plan = PredictionPlanner.Plan(_model, request, response, out string? problem);
        if (problem is not null) { TellProblem(problem); }
        return plan is null ? null : _plan = plan;
    }

    private void TellProblem(string problem)
    {
        if (Interlocked.Exchange(ref _toldProblem, 1) == 0) { _tellProblem(Key, problem); }
    }
}
