using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Tells history, metrics and log of changes at once, and observers one after another, so that none of them holds the detectors up.</summary>
internal sealed class StreamPublisher(
    StreamHistory history, StreamMetrics metrics, StreamAlerts alerts, IEnumerable<IStreamChangeObserver> observers, ILogger<StreamPublisher> logger)
{
    private const int MostWaiting = 4096;
    private readonly IStreamChangeObserver[] _observers = [alerts, .. observers];
    private readonly Channel<StreamChange> _waiting = Channel.CreateBounded<StreamChange>(MostWaiting);

    internal void Publish(StreamChange change)
    {
        history.Add(change);
        metrics.Changed(change);
        if (change.State == StreamState.Drift)
        {
            logger.StreamChanged(change.Stream, change.Model, change.Version, change.Detector, change.Since, change.MeanBefore, change.MeanAfter, change.Values);
        }
        else
        {
            logger.StreamWarned(change.Stream, change.Model, change.Version, change.Detector, change.Since, change.MeanBefore, change.MeanAfter);
        }

        if (!_waiting.Writer.TryWrite(change))
        {
            logger.StreamImpaired(change.Stream, change.Model, change.Version, "thousands of changes wait for slow observers, so they are not told of this one");
        }
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false)) { await TellAsync(cancellationToken).ConfigureAwait(false); }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // StopAsync tells what is left.
        }
    }

    /// <summary>Tells what waits.</summary>
    internal async Task TellAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && _waiting.Reader.TryPeek(out StreamChange? change))
        {
            foreach (IStreamChangeObserver observer in _observers) { await TellAsync(observer, change, cancellationToken).ConfigureAwait(false); }
            _waiting.Reader.TryRead(out _);
        }
    }

    private async Task TellAsync(IStreamChangeObserver observer, StreamChange change, CancellationToken cancellationToken)
    {
        try
        {
            await observer.OnChangedAsync(change, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.StreamDetectionFailed(observer.GetType().Name, error);
        }
    }
}
