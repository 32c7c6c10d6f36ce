namespace ModelOps.Serving;

/// <summary>The experiments of the policies in force.</summary>
internal sealed class Experiments : IExperiments
{
    private readonly Lock _lock = new();
    private readonly IExperimentObserver[] _observers;
    private readonly TrafficMetrics _metrics;
    private readonly TimeProvider _timeProvider;
    private volatile IReadOnlyDictionary<(string Model, string Name), ExperimentRecorder> _recorders = new Dictionary<(string, string), ExperimentRecorder>();

    public Experiments(IEnumerable<IExperimentObserver> observers, TrafficMetrics metrics, TimeProvider timeProvider)
    {
        _observers = [.. observers];
        _metrics = metrics;
        _timeProvider = timeProvider;
        metrics.Observe(() => Results);
    }

    public IReadOnlyList<ExperimentResult> Results =>
        [.. _recorders.OrderBy(static r => r.Key.Model, StringComparer.Ordinal).ThenBy(static r => r.Key.Name, StringComparer.Ordinal).Select(static r => r.Value.Read())];

    public bool RecordOutcome(string model, string experiment, string key, double value)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(key);
        if (!double.IsFinite(value)) { throw new ArgumentException($"The outcome is {value}. Report a finite number.", nameof(value)); }
        return _recorders.GetValueOrDefault((model, experiment)) is { } recorder && recorder.RecordOutcome(CompiledExperiment.Hash(recorder.Experiment, key), value);
    }

    /// <summary>Brings the experiments to where the policies say: those whose definition has not changed go on.</summary>
    public IReadOnlyDictionary<(string Model, string Name), ExperimentRecorder> Follow(IReadOnlyList<TrafficPolicy> policies)
    {
        lock (_lock)
        {
            Dictionary<(string, string), ExperimentRecorder> next = [];
            foreach (TrafficPolicy policy in policies)
            {
                foreach (Experiment experiment in policy.Experiments)
                {
                    next[(policy.Model, experiment.Name)] = _recorders.GetValueOrDefault((policy.Model, experiment.Name)) is { } known && known.Experiment.IsSameAs(experiment)
                        ? known
                        : new ExperimentRecorder(policy.Model, experiment, _observers, _metrics, _timeProvider);
                }
            }

            _recorders = next;
            return next;
        }
    }
}
