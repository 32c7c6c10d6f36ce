using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>Gives signs of life for one job, and ends it when its lease or its time is over, or someone asked for its end.</summary>
internal sealed class TrainingHeartbeat : IDisposable
{
    private const int BeatsPerLease = 3;

    private readonly EmbeddedTrainingLauncher _launcher;
    private readonly TrainingRow _row;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _work = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly Task _beats;
    private int _end;

    public TrainingHeartbeat(EmbeddedTrainingLauncher launcher, TrainingRow row, TimeSpan limit, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        _launcher = launcher;
        _row = row;
        _limit = limit;
        _time = time;
        _logger = logger;
        Token = _work.Token;
        _stopping = stopping.Register(() => EndWork(TrainingEnd.HostStopping));
        _beats = Task.Run(BeatAsync);
    }

    /// <summary>Cancelled when the work must end.</summary>
    public CancellationToken Token { get; }

    /// <summary>Why it must; the first reason stays.</summary>
    public TrainingEnd End => (TrainingEnd)Volatile.Read(ref _end);

    /// <summary>Ends the signs of life, once the work has ended.</summary>
    public async Task<TrainingEnd> StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _beats.ConfigureAwait(false);
        return End;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _work.Dispose();
        _stop.Dispose();
    }

    private async Task BeatAsync()
    {
        TimeSpan lease = _launcher.Options.Lease;
        TimeSpan pause = lease / BeatsPerLease < _launcher.Options.PollInterval ? lease / BeatsPerLease : _launcher.Options.PollInterval;
        long begun = _time.GetTimestamp();
        long heard = begun;
        long renewed = begun;
        while (End == TrainingEnd.None)
        {
            await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested) { return; }
            if (_time.GetElapsedTime(begun) >= _limit)
            {
                EndWork(TrainingEnd.TimedOut);
                return;
            }

            try
            {
                bool isDue = _time.GetElapsedTime(renewed) >= lease / BeatsPerLease;
                TrainingEnd wish = isDue ? Renew(lease) : Look();
                heard = _time.GetTimestamp();
                if (isDue) { renewed = heard; }
                if (wish != TrainingEnd.None) { EndWork(wish); }
            }
            catch (Exception error) // the store may be back before the lease is over; after that another host may have the job
            {
                _logger.TrainingHeartbeatFailed(_row.Id, error);
                if (_time.GetElapsedTime(heard) >= lease) { EndWork(TrainingEnd.LeaseLost); }
            }
        }
    }

    private TrainingEnd Renew(TimeSpan lease) => _launcher.Store.Write(c =>
    {
        long until = (_time.GetUtcNow() + lease).ToUnixTimeMilliseconds();
        return TrainingRows.Renew(c, _row.Id, _row.Token, until) ? Wish(c) : TrainingEnd.LeaseLost;
    });

    private TrainingEnd Look() => _launcher.Store.Read(Wish);

    private TrainingEnd Wish(TrainingConnection connection) => TrainingRows.Find(connection, _row.Id) switch
    {
        { State: TrainingJobState.Running } row when row.Token == _row.Token => row.IsCancelRequested ? TrainingEnd.Cancelled : TrainingEnd.None,
        _ => TrainingEnd.LeaseLost,
    };

    private void EndWork(TrainingEnd why)
    {
        if (Interlocked.CompareExchange(ref _end, (int)why, (int)TrainingEnd.None) != (int)TrainingEnd.None) { return; }
        try { _work.Cancel(); }
        catch (ObjectDisposedException) { } // the work ended by itself just now
    }
}
