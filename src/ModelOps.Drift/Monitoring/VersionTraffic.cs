using ModelOps.Drift.Profiles;
using ModelOps.Drift.Profiles.Sketches;

namespace ModelOps.Drift.Monitoring;

/// <summary>Profiles the calls of one version that has a reference. Adding waits for nobody and allocates nothing once all shards are made.</summary>
internal sealed class VersionTraffic
{
    private readonly Lock _planning = new();
    private readonly DriftMonitoringOptions _options;
    private readonly MonitoredModelOptions _model;
    private readonly IReadOnlyList<string> _registered;
    private readonly EventTimes _times;
    private readonly EventClock _clock;
    private readonly RowBudget _budget;
    private readonly Action<VersionTraffic, string> _tellProblem;
    private readonly long[] _fates = new long[Enum.GetValues<RowFate>().Length];
    private TrafficShards? _shards;
    private volatile TrafficPlan? _plan;
    private long _seen;
    private int _toldMisfit;

    /// <param name="key">Model and version.</param>
    /// <param name="reference">Its reference, and the features of its columns if its registration says them.</param>
    /// <param name="options">Settings.</param>
    /// <param name="clock">Numbers buckets.</param>
    /// <param name="budget">Pays for the rows.</param>
    /// <param name="tellProblem">Told what does not fit, once for each kind of misfit; must not throw.</param>
    internal VersionTraffic(VersionKey key, ModelFeatures reference, DriftMonitoringOptions options, EventClock clock, RowBudget budget, Action<VersionTraffic, string> tellProblem)
    {
        Key = key;
        Reference = reference.Profile;
        Bins = new BucketBins(Reference);
        _registered = reference.Columns;
        _options = options;
        _model = options.Models.TryGetValue(key.Model, out MonitoredModelOptions? model) ? model : new MonitoredModelOptions();
        _times = new EventTimes(_model.EventTimeParameter, _model.EventTimeInput);
        _clock = clock;
        _budget = budget;
        _tellProblem = tellProblem;
    }

    internal VersionKey Key { get; }

    internal DatasetProfile Reference { get; }

    internal BucketBins Bins { get; }

    /// <summary>Whether rows may come later than they are answered.</summary>
    internal bool HasEventTimes => _times.AreGiven;

    internal long RowsThat(RowFate fate) => Interlocked.Read(ref _fates[(int)fate]);

    /// <summary>Adds the rows of an answered call.</summary>
    internal void Add(InferenceRequest request, InferenceResponse response)
    {
        TrafficPlan plan = _plan ?? Plan(request, response);
        if (plan.Tensors.Length == 0)
        {
            Count(RowFate.Unmapped, 1);
            return;
        }

        long now = _clock.Now;
        TrafficShard shard = _shards!.Claim();
        try
        {
            Add(shard, plan, request, response, now);
        }
        finally
        {
            shard.Release();
        }
    }

    /// <summary>Hands what was counted since the last time to a collector.</summary>
    internal void Collect(Action<ShardCell> collect) => _shards?.Collect(cell =>
    {
        Count(RowFate.Profiled, cell.Rows);
        collect(cell);
    });

    private void Count(RowFate fate, long rows) => Interlocked.Add(ref _fates[(int)fate], rows);

    private void Add(TrafficShard shard, TrafficPlan plan, InferenceRequest request, InferenceResponse response, long now)
    {
        Span<InferenceTensor?> tensors = shard.Tensors(plan.Tensors.Length);
        int rows = RowAdder.Find(plan, request, response, tensors, out bool fits);
        if (!fits) { TellMisfit(); }
        if (rows == 0)
        {
            Count(RowFate.Unmapped, 1);
            return;
        }

        _budget.Spend(rows);
        var adder = new RowAdder(plan, tensors);
        if (!_times.AreGiven && _options.SampleRate >= 1)
        {
            adder.AddAll(shard.Cell(_clock.BucketAt(now)), rows);
        }
        else
        {
            AddEach(shard, adder, request, rows, now);
        }

        tensors.Clear();
    }

    private void AddEach(TrafficShard shard, RowAdder adder, InferenceRequest request, int rows, long now)
    {
        long first = Interlocked.Add(ref _seen, rows) - rows;
        long ofCall = _times.OfCall(request, now);
        InferenceTensor? ofRows = _times.FindInput(request, rows);
        Span<ShardCell?> cells = shard.Cells(rows);
        for (int row = 0; row < rows; row++)
        {
            long at = ofRows is null ? ofCall : EventTimes.OfMilliseconds(ofRows.AsSpan<long>()[row]);
            RowFate fate = Judge(first + row, at, now);
            if (fate == RowFate.Profiled)
            {
                ShardCell cell = shard.Cell(_clock.BucketAt(at));
                adder.AddNumbers(cell, row);
                cells[row] = cell;
            }
            else
            {
                cells[row] = null;
                Count(fate, 1);
            }
        }

        adder.AddTexts(cells);
    }

    private RowFate Judge(long number, long at, long now)
    {
        if (_options.SampleRate < 1 && (SplitMix64.Mix((ulong)number + ((ulong)(uint)_options.Seed << 40)) >> 11) * (1.0 / (1UL << 53)) >= _options.SampleRate)
        {
            return RowFate.NotSampled;
        }

        return _clock.IsLate(at, now) ? RowFate.Late : _clock.IsAhead(at, now) ? RowFate.Ahead : RowFate.Profiled;
    }

    // Once for a version, at its first call.
    private TrafficPlan Plan(InferenceRequest request, InferenceResponse response)
    {
        lock (_planning)
        {
            if (_plan is { } made) { return made; }
            TrafficPlan plan = new TrafficPlanner(Reference, _model.Columns, _registered, _model.EventTimeInput, _options.IncludeOutputs).Plan(request, response);
            _shards = new TrafficShards(() => new ShardCell(Reference, plan));
            _plan = plan;
            if (plan.Problem is { } problem) { _tellProblem(this, problem); }
            return plan;
        }
    }

    private void TellMisfit()
    {
        if (Interlocked.Exchange(ref _toldMisfit, 1) == 0)
        {
            _tellProblem(this, "a call had other tensors, columns or rows than the first call, so that its features are missing there");
        }
    }
}
