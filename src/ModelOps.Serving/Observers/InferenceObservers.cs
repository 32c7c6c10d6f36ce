using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Observers;

/// <summary>All observers of a host. One that throws is logged, at most once a minute, and harms nobody.</summary>
internal sealed class InferenceObservers(IEnumerable<IInferenceObserver> observers, TimeProvider timeProvider, ILogger<InferenceObservers>? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger<InferenceObservers>.Instance;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private readonly IInferenceObserver[] _observers = [.. observers];
    private long _lastLogged;

    public bool IsEnabled
    {
        get
        {
            foreach (IInferenceObserver observer in _observers)
            {
                if (observer.IsEnabled) { return true; }
            }

            return false;
        }
    }

    public void Answered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed)
    {
        foreach (IInferenceObserver observer in _observers)
        {
            if (!observer.IsEnabled) { continue; }
            try
            {
                observer.OnAnswered(request, response, elapsed);
            }
            catch (Exception e)
            {
                Report(observer, e);
            }
        }
    }

    public void Failed(InferenceRequest request, Exception error, TimeSpan elapsed)
    {
        foreach (IInferenceObserver observer in _observers)
        {
            if (!observer.IsEnabled) { continue; }
            try
            {
                observer.OnFailed(request, error, elapsed);
            }
            catch (Exception e)
            {
                Report(observer, e);
            }
        }
    }

    private void Report(IInferenceObserver observer, Exception error)
    {
        long now = timeProvider.GetTimestamp();
        long last = Volatile.Read(ref _lastLogged);
        if (last != 0 && timeProvider.GetElapsedTime(last, now) < Quiet) { return; }
        if (Interlocked.CompareExchange(ref _lastLogged, now, last) == last) { _logger.ObserverFailed(observer.GetType().FullName!, error); }
    }
}
