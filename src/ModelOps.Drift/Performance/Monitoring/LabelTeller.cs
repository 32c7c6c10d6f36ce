using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Tells everybody of predictions whose labels have come. One that throws is logged when it begins to, and does no harm.</summary>
internal sealed class LabelTeller(IEnumerable<ILabelledPredictionObserver> observers, ILogger<LabelTeller> logger)
{
    private readonly ILabelledPredictionObserver[] _observers = [.. observers];
    private readonly HashSet<ILabelledPredictionObserver> _failing = [];

    internal void Tell(LabelledPrediction prediction)
    {
        foreach (ILabelledPredictionObserver observer in _observers)
        {
            try
            {
                observer.OnLabelled(prediction);
                if (_failing.Count > 0) { Succeeded(observer); }
            }
            catch (Exception error)
            {
                Failed(observer, prediction, error);
            }
        }
    }

    private void Succeeded(ILabelledPredictionObserver observer)
    {
        lock (_failing) { _failing.Remove(observer); }
    }

    private void Failed(ILabelledPredictionObserver observer, LabelledPrediction prediction, Exception error)
    {
        lock (_failing)
        {
            if (_failing.Add(observer)) { logger.PerformanceObserverFailed(observer.GetType().Name, prediction.Model, prediction.Version, error); }
        }
    }
}
