using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.AspNetCore.Tracing;

/// <summary>Decides which calls over REST are traced into the log: off, until a caller of the trace extension sets it.</summary>
internal sealed class InferenceTracing(TimeProvider timeProvider, ILogger logger)
{
    private readonly Lock _lock = new(); // guards what follows
    private readonly Dictionary<string, TraceSetting> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelTracing> _counters = new(StringComparer.Ordinal);
    private TraceSetting _all = TraceSetting.Standard;
    private volatile bool _isOn;

    /// <summary>Whether any model is traced: all that an untraced call asks.</summary>
    public bool IsOn => _isOn;

    /// <summary>What holds for a model; for all when it is null.</summary>
    public TraceSetting Get(string? model)
    {
        lock (_lock) { return model is null ? _all : Effective(model); }
    }

    /// <summary>Changes what holds for a model, or for all, and begins to count anew. Null for all is the standard.</summary>
    public void Set(string? model, TraceChange change)
    {
        lock (_lock)
        {
            if (model is null) { _all = change.Apply(_all).Over(TraceSetting.Standard); }
            else { _models[model] = change.Apply(_models.GetValueOrDefault(model) ?? new TraceSetting(null, null, null)); }
            _counters.Clear();
            _isOn = _all.IsOn == true || _models.Values.Any(static m => m.IsOn == true);
        }
    }

    /// <summary>Begins a trace, when it is this call's turn.</summary>
    public InferenceTrace? TryBegin(string model)
    {
        ModelTracing? counter;
        lock (_lock)
        {
            // A name that callers make up must not take memory.
            if (!_counters.TryGetValue(model, out counter))
            {
                if (_counters.Count >= 1024) { return null; }
                _counters[model] = counter = new ModelTracing(Effective(model));
            }
        }

        return counter.Take() ? new InferenceTrace(timeProvider, logger) : null;
    }

    private TraceSetting Effective(string model) => _models.TryGetValue(model, out TraceSetting? own) ? own.Over(_all) : _all;
}
