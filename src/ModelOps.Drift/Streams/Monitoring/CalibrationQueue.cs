using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Calibrates one stream after the other, away from calls and detectors.</summary>
internal sealed class CalibrationQueue(ILogger<CalibrationQueue> logger)
{
    private readonly Channel<(WatchedStream Stream, double[] Sample)> _asked = Channel.CreateUnbounded<(WatchedStream, double[])>();
    private readonly ConcurrentQueue<(WatchedStream Stream, CalibrationResult Result)> _done = new();

    /// <summary>Asks for a calibration, once for each stream.</summary>
    internal void Ask(WatchedStream stream)
    {
        stream.IsQueued = true;
        _asked.Writer.TryWrite((stream, stream.Run.Sample()));
    }

    internal bool TryTake(out (WatchedStream Stream, CalibrationResult Result) done) => _done.TryDequeue(out done);

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach ((WatchedStream stream, double[] sample) in _asked.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (stream.Version.IsForgotten) { continue; }
                _done.Enqueue((stream, await Task.Run(() => Find(stream.Plan, sample, cancellationToken), cancellationToken).ConfigureAwait(false)));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The samples are saved, and the next start calibrates from them.
        }
    }

    private CalibrationResult Find(StreamPlan plan, double[] sample, CancellationToken cancellationToken)
    {
        try
        {
            return Calibration.Find(plan, sample, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.StreamDetectionFailed("A calibration", error);
            return new CalibrationResult(plan.Create(), null, "its calibration failed; the settings' own threshold is used");
        }
    }
}
