using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>Claims jobs of the store and runs them: one at a time for each caller of <see cref="RunOneAsync"/>.</summary>
internal sealed class TrainingRunner(EmbeddedTrainingLauncher launcher, TrainingWorks works, TimeProvider time, IServiceProvider services, ILogger<TrainingRunner> logger)
{
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private TrainingJobsOptions Options => launcher.Options;

    /// <summary>Runs the next job to its end.</summary>
    /// <param name="stopping">Ends the job: it goes back for another host, or fails, as the settings say.</param>
    /// <returns>False when there was none.</returns>
    public async Task<bool> RunOneAsync(CancellationToken stopping)
    {
        // Not to be cancelled: a claim that was made and nobody heard of would lie there until its lease is over.
        TrainingRow? row = await Task.Run(Claim, CancellationToken.None).ConfigureAwait(false);
        if (row is null) { return false; }
        TrainingJobSpec spec = TrainingSpecJson.Read(row.Spec);
        logger.TrainingStarted(row.Id, spec.Job, row.Attempt);
        JobLog log = new(launcher.LogOf(row.Id), Options.MaxLogBytes);
        await using (log.ConfigureAwait(false))
        {
            if (row.Attempt > 1) { log.WriteLine($"--- attempt {row.Attempt} ---"); }
            await RunAsync(row, spec, log, stopping).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Removes jobs that ended long ago.</summary>
    public Task PurgeAsync() => Task.Run(() =>
    {
        long before = Now - (long)Options.Retention.TotalMilliseconds;
        foreach (string id in launcher.Store.Write(c => TrainingRows.Purge(c, before))) { launcher.LogOf(id).Delete(); }
    });

    private async Task RunAsync(TrainingRow row, TrainingJobSpec spec, JobLog log, CancellationToken stopping)
    {
        TrainingJobContext context = new(row.Id, spec, row.Attempt, services, log);
        using TrainingHeartbeat heartbeat = new(launcher, row, spec.TimeLimit ?? Options.TimeLimit, time, logger, stopping);
        int? exitCode = null;
        string? failure = null;
        try
        {
            // Its own thread pool item: a delegate that does not await must not hold up the heartbeat.
            exitCode = await Task.Run(() => works.Get(spec.Job).RunAsync(context, (pid, at) => SetProcess(row, pid, at), heartbeat.Token), CancellationToken.None).ConfigureAwait(false);
            if (exitCode is not (null or 0)) { failure = $"The process ended with exit code {exitCode}."; }
        }
        catch (Exception error) // whatever a job throws ends the job, never the runner
        {
            failure = error is TrainingJobException ? error.Message : $"{error.GetType().Name}: see the job's log.";
            if (heartbeat.End == TrainingEnd.None) { log.WriteLine(error.ToString()); }
        }

        TrainingEnd end = await heartbeat.StopAsync().ConfigureAwait(false);
        await SettleAsync(row, end, exitCode, failure, log.Tail, stopping).ConfigureAwait(false);
    }

    private async Task SettleAsync(TrainingRow row, TrainingEnd end, int? exitCode, string? failure, string tail, CancellationToken stopping)
    {
        (TrainingJobState state, string? message) = end switch
        {
            _ when failure is null => (TrainingJobState.Succeeded, null), // it was done before the wish to end it reached it
            TrainingEnd.Cancelled => (TrainingJobState.Cancelled, "Cancelled while it ran."),
            TrainingEnd.TimedOut => (TrainingJobState.Failed, "It ran longer than its time limit and was ended."),
            TrainingEnd.LeaseLost => (TrainingJobState.Unknown, null), // another host has it: nothing to say
            TrainingEnd.HostStopping when Options.LostJobs == LostJobPolicy.TakeOver => (TrainingJobState.Pending, null),
            TrainingEnd.HostStopping => (TrainingJobState.Failed, "Its host was stopped."),
            _ => (TrainingJobState.Failed, failure),
        };
        bool isOurs = await WriteUntilDoneAsync(stopping, c => state switch
        {
            TrainingJobState.Unknown => false,
            TrainingJobState.Pending => TrainingRows.Release(c, row.Id, row.Token, countsAttempt: false),
            _ => TrainingRows.Finish(c, row.Id, row.Token, state, Now, exitCode, message, tail),
        }).ConfigureAwait(false);
        logger.TrainingEnded(row.Id, isOurs ? state : TrainingJobState.Unknown);
        if (isOurs && state is not TrainingJobState.Pending) { launcher.Finished(row, state, row.StartedAt is { } start ? TimeSpan.FromMilliseconds(Now - start) : null); }
    }

    /// <summary>Tells the store how a job ended, as often as it takes: a full disk must not make a job that is done run again. A host that stops tries once more
    /// and no longer; should another host have the job by now, the store says so.</summary>
    private async Task<bool> WriteUntilDoneAsync(CancellationToken stopping, Func<TrainingConnection, bool> write)
    {
        while (true)
        {
            try
            {
                return await Task.Run(() => launcher.Store.Write(write), CancellationToken.None).ConfigureAwait(false);
            }
            catch (TrainingJobException error) when (error.Kind == ModelOpsErrorKind.Unavailable && !stopping.IsCancellationRequested)
            {
                logger.TrainingRunnerFailed(Options.PollInterval, error);
            }

            await Task.Delay(Options.PollInterval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private TrainingRow? Claim()
    {
        long now = Now;
        (TrainingRow? claimed, List<(TrainingRow Row, TrainingJobState State)> lost) = launcher.Store.Write(c =>
        {
            List<(TrainingRow Row, TrainingJobState State)> lost = TrainingRows.Lost(c, now).ConvertAll(row => (row, EndLost(c, row, now)));
            TrainingRow? next = TrainingRows.NextPending(c, works.Names);
            if (next is null) { return (null, lost); }
            TrainingRows.Claim(c, next.Id, now, now + (long)Options.Lease.TotalMilliseconds, Environment.MachineName);
            return (TrainingRows.Find(c, next.Id), lost);
        });
        foreach ((TrainingRow row, TrainingJobState state) in lost)
        {
            bool ended = row is { ProcessId: { } pid, ProcessStartedAt: { } at } && row.Machine == Environment.MachineName
                && OrphanedProcess.End(pid, DateTimeOffset.FromUnixTimeMilliseconds(at));
            logger.TrainingHostLost(row.Id, ended);
            if (state is not TrainingJobState.Pending) { launcher.Finished(row, state, ran: null); }
        }

        return claimed;
    }

    /// <summary>Ends a job whose host was lost, or puts it back.</summary>
    private TrainingJobState EndLost(TrainingConnection connection, TrainingRow row, long now)
    {
        (TrainingJobState state, string? message) = row.IsCancelRequested ? (TrainingJobState.Cancelled, "Cancelled; its host was lost.")
            : Options.LostJobs == LostJobPolicy.MarkLost ? (TrainingJobState.Failed, "Its host was lost.")
            : row.Attempt >= Options.MaxAttempts ? (TrainingJobState.Failed, $"The hosts of all {row.Attempt} attempts were lost.")
            : (TrainingJobState.Pending, null);
        if (state == TrainingJobState.Pending) { TrainingRows.Release(connection, row.Id, row.Token, countsAttempt: true); }
        else { TrainingRows.Finish(connection, row.Id, row.Token, state, now, null, message, null); }
        return state;
    }

    private void SetProcess(TrainingRow row, int processId, DateTimeOffset startedAt) =>
        launcher.Store.Write(c => TrainingRows.SetProcess(c, row.Id, row.Token, processId, startedAt.ToUnixTimeMilliseconds()));
}
