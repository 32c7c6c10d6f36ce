using System.Buffers;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>What is watched of one version's predictions.</summary>
internal sealed class VersionPerformance : IVersionEntry
{
    private readonly PerformanceModelOptions _model;
    private readonly LabelTeller _teller;
    private readonly TimeProvider _time;
    private readonly Dictionary<long, long> _judged = []; // start of windows that were judged before they were final, and their labels then
    private readonly Action<VersionKey, string> _tellProblem;
    private volatile PredictionPlan? _plan;
    private volatile EstimateWindows? _estimates;
    private int _toldProblem;
    private long _unmapped;
    private long _seen;
    private PerformanceStateDocument? _saved;
    private long _labelsDue;

    /// <param name="key">Model and version.</param>
    /// <param name="model">What the host says of the model.</param>
    /// <param name="join">Where predictions wait for labels; null when none are to come.</param>
    /// <param name="saved">What was kept of it before a restart; null if nothing.</param>
    /// <param name="teller">Told of every prediction and label that met.</param>
    /// <param name="time">Clock.</param>
    /// <param name="tellProblem">Told once what does not fit; must not throw.</param>
    internal VersionPerformance(
        VersionKey key, PerformanceModelOptions model, LabelJoin? join, PerformanceStateDocument? saved, LabelTeller teller, TimeProvider time, Action<VersionKey, string> tellProblem)
    {
        Key = key;
        _model = model;
        Join = join;
        _saved = saved?.WindowTicks == model.Window.Ticks ? saved : null;
        _seen = time.GetUtcNow().UtcTicks;
        foreach ((long start, long labels) in _saved?.Judged ?? []) { _judged[start] = labels; }
        _teller = teller;
        _time = time;
        _tellProblem = tellProblem;
    }

    public VersionKey Key { get; }

    internal LabelJoin? Join { get; }

    /// <summary>Windows that are being estimated; null while there is no reference.</summary>
    internal EstimateWindows? Estimates
    {
        get => _estimates;
        set => _estimates = value;
    }

    /// <summary>When it was called, or a label came, last, in UTC ticks.</summary>
    internal long SeenAt => Interlocked.Read(ref _seen);

    /// <summary>When it was saved last, in UTC ticks. For the one that saves.</summary>
    internal long SavedAt { get; set; }

    internal PerformanceModelOptions Model => _model;

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
        long now = _time.GetUtcNow().UtcTicks;
        Volatile.Write(ref _seen, now);
        if (_estimates is { } estimates && rows > 0) { Estimate(estimates, plan, request, output, rows, now); }
        if (Join is not null && rows > 0) { Remember(Join, plan, request, output, rows, now); }
    }

    /// <summary>Takes a label in.</summary>
    /// <param name="id">Id of the prediction.</param>
    /// <param name="label">The truth.</param>
    /// <param name="waits">Whether it is remembered when there is no such prediction.</param>
    internal JoinOutcome AddLabel(string id, double label, bool waits)
    {
        JoinOutcome outcome = Join!.AddLabel(id, label, waits, out JoinedPair pair);
        Volatile.Write(ref _seen, _time.GetUtcNow().UtcTicks);
        if (outcome == JoinOutcome.Joined) { Tell(pair); }
        return outcome;
    }

    /// <summary>Hands over what was kept before a restart, once. For the one that loads references.</summary>
    internal PerformanceStateDocument? TakeSaved() => Interlocked.Exchange(ref _saved, null);

    /// <summary>The windows whose labels are to be judged now, oldest first. For one thread, as is <see cref="Save"/>.</summary>
    internal IReadOnlyList<RealisedWindow> TakeLabelled(long now)
    {
        if (Join is null || (now < _labelsDue && _labelsDue - now <= LookEvery)) { return []; }
        _labelsDue = now + LookEvery;
        List<RealisedWindow> due = [];
        foreach (RealisedWindow window in Join.TakeFinalWindows())
        {
            if (window.Performance.Count > (_judged.Remove(window.Start.UtcTicks, out long before) ? before : 0)) { due.Add(window); }
        }

        if (_model.Wait >= _model.LabelTimeToLive) { return due; }
        foreach (RealisedWindow window in Join.Windows().Where(window => window.End.UtcTicks + _model.Wait.Ticks <= now && !_judged.ContainsKey(window.Start.UtcTicks)))
        {
            _judged[window.Start.UtcTicks] = window.Performance.Count;
            if (window.Performance.Count > 0) { due.Add(window); }
        }

        return due;
    }

    /// <summary>What is to be kept over a restart.</summary>
    internal PerformanceStateDocument Save()
    {
        PerformanceStateDocument? saved = _saved; // its windows, while the reference is not there
        return new PerformanceStateDocument
        {
            Format = PerformanceStateDocument.ExpectedFormat,
            Version = PerformanceStateDocument.CurrentVersion,
            Model = Key.Model,
            ModelVersion = Key.Version,
            WindowTicks = _model.Window.Ticks,
            Reference = _estimates?.Reference.Digest ?? saved?.Reference,
            Windows = _estimates?.Save() ?? saved?.Windows ?? [],
            Labels = Join?.Snapshot(),
            Judged = new Dictionary<long, long>(_judged),
        };
    }

    private void Estimate(EstimateWindows estimates, PredictionPlan plan, InferenceRequest request, InferenceTensor output, int rows, long now)
    {
        PerformanceReference reference = estimates.Reference;
        if (reference.Features > 0 ? plan.FeatureCount != reference.Features : reference.Scores > 0 && plan.Output.Columns != reference.Scores)
        {
            Interlocked.Increment(ref _unmapped);
            TellProblem(reference.Features > 0
                ? $"{plan.FeatureCount} columns of inputs were found, and the reference is of {reference.Features} features; name the inputs in Inputs, in the order that it was fitted to"
                : $"output '{plan.Output.Name}' has {plan.Output.Columns} columns, and the reference is of {reference.Scores} classes");
            return;
        }

        TensorBuffer found = default;
        Span<InferenceTensor?> features = plan.Features.Length <= TensorBuffer.Length ? found : new InferenceTensor?[plan.Features.Length];
        features = reference.Features > 0 ? features[..plan.Features.Length] : [];
        if (!features.IsEmpty && !plan.TryFindFeatures(request, rows, features))
        {
            Interlocked.Increment(ref _unmapped);
            TellProblem("a call had other inputs or rows than the first call");
            return;
        }

        estimates.Add(plan, features, output, rows, now);
    }

    private void Remember(LabelJoin join, PredictionPlan plan, InferenceRequest request, InferenceTensor output, int rows, long ticks)
    {
        string[] rented = ArrayPool<string>.Shared.Rent(rows);
        Span<string> ids = rented.AsSpan(0, rows);
        try
        {
            if (!PredictionIds.TryRead(plan, request, rows, ids)) { return; }
            Span<double> scores = stackalloc double[plan.Output.Columns];
            var now = new DateTimeOffset(ticks, TimeSpan.Zero);
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

    private long LookEvery => Math.Min(_model.Window.Ticks, TimeSpan.TicksPerMinute);

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
