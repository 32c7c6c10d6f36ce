namespace ModelOps.Serving;

/// <summary>Counts what becomes of the units of one experiment. Its arms are the variants, in order.</summary>
internal sealed class ExperimentRecorder : CallRecorder
{
    private readonly string _model;
    private readonly IExperimentObserver[] _observers;
    private readonly TrafficMetrics _metrics;
    private readonly ExposureTable _exposures;
    private readonly ArmCounters[] _counters;
    private readonly ArmEvidence[] _evidence;
    private readonly OutcomeTally[] _outcomes;
    private readonly ShardedCounters _units;
    private readonly DateTimeOffset _startedAt;
    private readonly Lock _lock = new(); // one reader at a time
    private double _smallestPValue = 1;

    public ExperimentRecorder(string model, Experiment experiment, IExperimentObserver[] observers, TrafficMetrics metrics, TimeProvider timeProvider)
    {
        _model = model;
        Experiment = experiment;
        _observers = observers;
        _metrics = metrics;
        _exposures = new ExposureTable(experiment.MaxUnits, experiment.OutcomeWindow, timeProvider);
        LatencyGate bins = new() { Quantile = 0.5 };
        _counters = [.. experiment.Variants.Select(_ => new ArmCounters(bins))];
        _evidence = [.. experiment.Variants.Select(static _ => new ArmEvidence())];
        _outcomes = [.. experiment.Variants.Select(static _ => new OutcomeTally())];
        _units = new ShardedCounters(experiment.Variants.Count);
        _startedAt = timeProvider.GetUtcNow();
    }

    public Experiment Experiment { get; }

    public override void Record(int arm, ulong unit, TimeSpan elapsed, CallOutcome outcome)
    {
        if (outcome is CallOutcome.Answered or CallOutcome.Failed) { _counters[arm].Call(elapsed, outcome == CallOutcome.Failed); }
    }

    public override void Expose(int arm, ulong unit, string key)
    {
        if (!_exposures.Add(unit, arm)) { return; }
        Interlocked.Increment(ref _units.Shard()[arm]);
        string variant = Experiment.Variants[arm].Alias;
        _metrics.Exposed(_model, Experiment.Name, variant);
        foreach (IExperimentObserver observer in _observers)
        {
            try
            {
                observer.Exposed(_model, Experiment.Name, variant, key);
            }
            catch (Exception)
            {
                // An observer's fault must not become the caller's.
            }
        }
    }

    public bool RecordOutcome(ulong unit, double value)
    {
        int arm = _exposures.Take(unit);
        if (arm < 0) { return false; }
        _outcomes[arm].Add(value);
        return true;
    }

    public ExperimentResult Read()
    {
        lock (_lock)
        {
            long[] units = new long[_counters.Length];
            _units.Read(units);
            for (int i = 0; i < _counters.Length; i++) { _counters[i].MoveTo(_evidence[i]); }
            _smallestPValue = Math.Min(_smallestPValue, SampleRatio.PValue(units, [.. Experiment.Variants.Select(static v => v.Weight)]));
            return new ExperimentResult
            {
                Model = _model,
                Experiment = Experiment,
                StartedAt = _startedAt,
                Variants = [.. Experiment.Variants.Select((v, i) => Read(v, i, units[i]))],
                SampleRatioPValue = _smallestPValue,
            };
        }
    }

    private ExperimentVariantResult Read(TrafficVariant variant, int arm, long units)
    {
        ArmEvidence evidence = _evidence[arm];
        (long count, double mean, double deviation) = _outcomes[arm].Read();
        return new ExperimentVariantResult
        {
            Alias = variant.Alias,
            Units = units,
            Calls = evidence.Calls,
            Errors = evidence.Errors,
            LatencyP50 = Quantile(evidence, 0.5),
            LatencyP95 = Quantile(evidence, 0.95),
            LatencyP99 = Quantile(evidence, 0.99),
            Outcomes = count,
            OutcomeMean = mean,
            OutcomeDeviation = deviation,
        };
    }

    private static TimeSpan? Quantile(ArmEvidence evidence, double quantile) => QuantileBounds.Estimate(evidence.Bins, quantile) switch
    {
        double.NaN => null,
        double.PositiveInfinity => TimeSpan.MaxValue,
        double seconds => TimeSpan.FromSeconds(seconds),
    };
}
