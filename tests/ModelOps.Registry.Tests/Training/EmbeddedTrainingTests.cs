using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Training;
using ModelOps.Registry.Training.Embedded;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Training;

public sealed class EmbeddedTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Delegate_Runs_AndIsFollowedToItsEnd()
    {
        TrainingHost host = Host(jobs: ("train", async (context, _) => await context.Output.WriteLineAsync($"lr={context.Spec.Parameters["lr"]} of {context.Spec.Model}")));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec() with { Model = "demand", Parameters = new Dictionary<string, string> { ["lr"] = "0.1" } }, "k", Token);
        TrainingJobStatus waiting = await host.Launcher.GetAsync(handle.Id, Token);

        Assert.True(await host.RunOneAsync(Token));
        Assert.False(await host.RunOneAsync(Token));

        List<TrainingJobStatus> seen = [];
        await foreach (TrainingJobStatus status in host.Launcher.WatchAsync(handle.Id, Token)) { seen.Add(status); }
        TrainingJobStatus end = Assert.Single(seen);
        Assert.Equal((TrainingJobState.Pending, TrainingJobState.Succeeded), (waiting.State, end.State));
        Assert.Equal((_time.GetUtcNow(), _time.GetUtcNow(), null), (end.StartedAt, end.FinishedAt, end.ExitCode));
        Assert.Equal("lr=0.1 of demand\n", end.OutputTail);
        Assert.Equal(new TrainingJobLog("lr=0.1 of demand\n", true), await host.Launcher.LogsAsync(handle.Id, Token));
    }

    [Fact]
    public async Task Delegate_Throws_FailsWithTheDetailsInTheLogOnly()
    {
        TrainingHost host = Host(jobs: ("train", static (_, _) => throw new InvalidOperationException("row 17 is private")));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec(), "k", Token);

        await host.RunOneAsync(Token);

        TrainingJobStatus status = await host.Launcher.GetAsync(handle.Id, Token);
        Assert.Equal((TrainingJobState.Failed, "InvalidOperationException: see the job's log."), (status.State, status.Message));
        Assert.Contains("row 17 is private", (await host.Launcher.LogsAsync(handle.Id, Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SameKey_IsOneJobAcrossHostsAndThreads()
    {
        int runs = 0;
        (string, Func<TrainingJobContext, CancellationToken, Task>) job = ("train", (_, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.CompletedTask;
        }
        );
        TrainingHost[] hosts = [.. Enumerable.Range(0, 4).Select(_ => Host(jobs: job))];

        TrainingJobHandle[] handles = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => hosts[i % 4].Launcher.StartAsync(Spec() with { Reason = $"monitor {i}" }, "k", Token)));
        bool[] ran = await Task.WhenAll(hosts.Select(static host => host.RunOneAsync(Token)));

        Assert.Single(handles.Select(static h => h.Id).Distinct());
        Assert.Single(handles, static h => h.IsNew);
        Assert.Equal((1, 1), (runs, ran.Count(static r => r)));
        TrainingJobException error = await Assert.ThrowsAsync<TrainingJobException>(() =>
            hosts[0].Launcher.StartAsync(Spec() with { Parameters = new Dictionary<string, string> { ["lr"] = "9" } }, "k", Token));
        Assert.Equal((ModelOpsErrorKind.Conflict, TrainingJobErrorCodes.Conflict), (error.Kind, error.Code));
    }

    [Fact]
    public async Task Start_UnknownJobOrBadSpec_IsRefusedWithAllThatIsWrong()
    {
        TrainingHost host = Host(o => o.Processes["score"] = new TrainingProcess { FileName = "true", Arguments = { "--lr={lr}" } });

        TrainingJobException unknown = await Assert.ThrowsAsync<TrainingJobException>(() => host.Launcher.StartAsync(Spec() with { Job = "trian" }, "k", Token));
        ArgumentException missing = await Assert.ThrowsAsync<ArgumentException>(() => host.Launcher.StartAsync(Spec() with { Job = "score" }, "k", Token));
        ArgumentException bad = await Assert.ThrowsAsync<ArgumentException>(() => host.Launcher.StartAsync(Spec() with { Model = "a/b", TimeLimit = TimeSpan.Zero }, "", Token));

        Assert.Contains("no job 'trian' (known: score)", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("needs the parameter 'lr'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("'a/b' is not a name", bad.Message, StringComparison.Ordinal);
        Assert.Contains("TimeLimit", bad.Message, StringComparison.Ordinal);
        Assert.Contains("idempotency key is empty", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_ExitCodesParametersAndOutput()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "runs /bin/sh");
        TrainingHost host = Host(o =>
        {
            o.Processes["ok"] = Shell("echo \"$1 $MODELOPS_TRAINING_PARAMETERS $MODELOPS_TRAINING_MODEL $GREETING\"; echo oops >&2", "{text}");
            o.Processes["ok"].Environment["GREETING"] = "hello";
            o.Processes["bad"] = Shell("exit 7");
            o.Processes["absent"] = new TrainingProcess { FileName = "/no/such/program" };
        });
        const string hostile = "a b; touch /tmp/x `id` $(id)";
        TrainingJobHandle ok = await host.Launcher.StartAsync(Spec() with { Job = "ok", Model = "m", Parameters = new Dictionary<string, string> { ["text"] = hostile } }, "1", Token);
        TrainingJobHandle bad = await host.Launcher.StartAsync(Spec() with { Job = "bad" }, "2", Token);
        TrainingJobHandle absent = await host.Launcher.StartAsync(Spec() with { Job = "absent" }, "3", Token);

        while (await host.RunOneAsync(Token)) { }

        TrainingJobStatus one = await host.Launcher.GetAsync(ok.Id, Token);
        TrainingJobStatus two = await host.Launcher.GetAsync(bad.Id, Token);
        TrainingJobStatus three = await host.Launcher.GetAsync(absent.Id, Token);
        Assert.Equal((TrainingJobState.Succeeded, 0), (one.State, one.ExitCode));
        Assert.Contains(hostile + " {\"text\":\"a b; touch /tmp/x ", one.OutputTail, StringComparison.Ordinal);
        Assert.Contains(" m hello\n", one.OutputTail, StringComparison.Ordinal);
        Assert.Contains("oops\n", one.OutputTail, StringComparison.Ordinal);
        Assert.Equal((TrainingJobState.Failed, 7, "The process ended with exit code 7."), (two.State, two.ExitCode, two.Message));
        Assert.Equal(TrainingJobState.Failed, three.State);
        Assert.StartsWith("The program of job 'absent' could not be started.", three.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_Cancelled_EndsWithItsChildren()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "runs /bin/sh");
        TrainingHost host = Host(o => o.Processes["tree"] = Shell("sleep 300 & echo child=$!; wait"), TimeProvider.System);
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec() with { Job = "tree" }, "k", Token);
        Task<bool> run = host.RunOneAsync(Token);
        int child = await ReadChildAsync(host, handle.Id);

        await host.Launcher.CancelAsync(handle.Id, Token);
        await run.WaitAsync(TimeSpan.FromSeconds(30), Token);

        TrainingJobStatus status = await host.Launcher.GetAsync(handle.Id, Token);
        Assert.Equal((TrainingJobState.Cancelled, "Cancelled while it ran."), (status.State, status.Message));
        await AssertGoneAsync(child);
    }

    [Fact]
    public async Task TimeLimit_IsOver_EndsTheJob()
    {
        TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TrainingHost host = Host(jobs: ("train", async (_, token) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }
        ));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec() with { TimeLimit = TimeSpan.FromMinutes(5) }, "k", Token);
        Task<bool> run = host.RunOneAsync(Token);
        await running.Task;
        for (int i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(2, Token);
        }

        await TrainingHost.RunClockAsync(_time, run, TimeSpan.FromMilliseconds(20)); // slowly: its end takes as long as the disk does

        TrainingJobStatus status = await host.Launcher.GetAsync(handle.Id, Token);
        Assert.Equal((TrainingJobState.Failed, "It ran longer than its time limit and was ended."), (status.State, status.Message));
        Assert.InRange(status.FinishedAt!.Value - status.StartedAt!.Value, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(7));
    }

    [Fact]
    public async Task Lease_OfALivingHost_IsRenewedForAsLongAsItRuns()
    {
        TaskCompletionSource done = new();
        TrainingHost host = Host(jobs: ("train", (_, _) => done.Task));
        TrainingHost other = Host(jobs: ("train", static (_, _) => throw new InvalidOperationException("ran twice")));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec(), "k", Token);
        Task<bool> run = host.RunOneAsync(Token);
        await UntilAsync(async () => (await host.Launcher.GetAsync(handle.Id, Token)).State == TrainingJobState.Running);

        for (int i = 0; i < 30; i++) // five leases, each beat given the time to be written
        {
            long before = Lease(host, handle.Id);
            _time.Advance(TimeSpan.FromSeconds(5));
            if (i % 2 == 1) { await UntilAsync(() => Task.FromResult(Lease(host, handle.Id) > before || Advance(_time))); }
            Assert.False(await other.RunOneAsync(Token));
        }

        done.SetResult();
        await run;
        Assert.Equal(TrainingJobState.Succeeded, (await host.Launcher.GetAsync(handle.Id, Token)).State);

        static bool Advance(FakeTimeProvider time)
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            return false;
        }
    }

    [Fact]
    public async Task KilledHost_TakeOver_RunsAgainAndEndsWhatWasLeft()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "runs sleep");
        TrainingHost host = Host(jobs: ("train", static (context, _) => context.Output.WriteLineAsync($"attempt {context.Attempt}")));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec(), "k", Token);
        using Process orphan = Process.Start(new ProcessStartInfo("sleep", "300"))!;
        Kill(host, handle.Id, orphan);

        Assert.False(await host.RunOneAsync(Token)); // its lease is not over yet
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.True(await host.RunOneAsync(Token));

        Assert.Equal("--- attempt 2 ---\nattempt 2\n", (await host.Launcher.LogsAsync(handle.Id, Token)).Text);
        Assert.Equal(TrainingJobState.Succeeded, (await host.Launcher.GetAsync(handle.Id, Token)).State);
        await orphan.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task KilledHost_OtherProcessOfTheSameNumber_IsLeftAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "runs sleep");
        TrainingHost host = Host(jobs: ("train", static (_, _) => Task.CompletedTask));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec(), "k", Token);
        using Process innocent = Process.Start(new ProcessStartInfo("sleep", "300"))!;
        try
        {
            Kill(host, handle.Id, innocent, startedAgo: TimeSpan.FromMinutes(1));
            _time.Advance(TimeSpan.FromSeconds(31));
            await host.RunOneAsync(Token);

            Assert.False(innocent.HasExited);
        }
        finally
        {
            innocent.Kill();
        }
    }

    [Fact]
    public async Task KilledHost_MarkLost_Fails()
    {
        TrainingHost host = Host(static o => o.LostJobs = LostJobPolicy.MarkLost, jobs: ("train", static (_, _) => Task.CompletedTask));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec(), "k", Token);
        Kill(host, handle.Id);

        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.False(await host.RunOneAsync(Token));

        TrainingJobStatus status = await host.Launcher.GetAsync(handle.Id, Token);
        Assert.Equal((TrainingJobState.Failed, "Its host was lost."), (status.State, status.Message));
    }

    [Fact]
    public async Task KilledHost_TooOften_FailsInsteadOfKillingEveryHost()
    {
        TrainingHost host = Host(jobs: ("train", static (_, _) => Task.CompletedTask));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec(), "k", Token);
        for (int i = 0; i < 3; i++)
        {
            Kill(host, handle.Id);
            _time.Advance(TimeSpan.FromSeconds(31));
            if (i < 2) { host.Launcher.Store.Write(c => TrainingRows.Release(c, handle.Id, TrainingRows.Find(c, handle.Id)!.Token, countsAttempt: true)); }
        }

        Assert.False(await host.RunOneAsync(Token));

        TrainingJobStatus status = await host.Launcher.GetAsync(handle.Id, Token);
        Assert.Equal((TrainingJobState.Failed, "The hosts of all 3 attempts were lost."), (status.State, status.Message));
    }

    [Fact]
    public async Task StoppedHost_TakeOver_GivesTheJobBackWithoutCountingIt()
    {
        TaskCompletionSource running = new();
        TrainingHost host = Host(jobs: ("train", async (_, token) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }
        ));
        TrainingHost next = Host(jobs: ("train", static (context, _) => context.Output.WriteLineAsync($"attempt {context.Attempt}")));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec(), "k", Token);
        using CancellationTokenSource stop = new();
        Task<bool> run = host.RunOneAsync(stop.Token);
        await running.Task;

        await stop.CancelAsync();
        await run;
        Assert.Equal(TrainingJobState.Pending, (await host.Launcher.GetAsync(handle.Id, Token)).State);
        Assert.True(await next.RunOneAsync(Token));

        Assert.Equal("attempt 1\n", (await next.Launcher.LogsAsync(handle.Id, Token)).Text);
    }

    [Fact]
    public async Task LostLease_OldHost_SaysNothingAboutTheJob()
    {
        TaskCompletionSource running = new();
        TrainingHost host = Host(jobs: ("train", async (_, token) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }
        ));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec(), "k", Token);
        Task<bool> run = host.RunOneAsync(Token);
        await running.Task;
        host.Launcher.Store.Write(c =>
        {
            TrainingRows.Release(c, handle.Id, TrainingRows.Find(c, handle.Id)!.Token, countsAttempt: true);
            TrainingRows.Claim(c, handle.Id, 0, long.MaxValue, "other");
            return true;
        });

        await TrainingHost.RunClockAsync(_time, run, TimeSpan.FromMilliseconds(20));

        Assert.Equal(TrainingJobState.Running, (await host.Launcher.GetAsync(handle.Id, Token)).State);
    }

    [Fact]
    public async Task Cancel_BeforeItRuns_AndAfterItEnded()
    {
        TrainingHost host = Host(jobs: ("train", static (_, _) => Task.CompletedTask));
        TrainingJobHandle waiting = await host.Launcher.StartAsync(Spec(), "1", Token);
        await host.Launcher.CancelAsync(waiting.Id, Token);
        TrainingJobHandle done = await host.Launcher.StartAsync(Spec(), "2", Token);
        await host.RunOneAsync(Token);
        await host.Launcher.CancelAsync(done.Id, Token);

        Assert.Equal(TrainingJobState.Cancelled, (await host.Launcher.GetAsync(waiting.Id, Token)).State);
        Assert.Equal(TrainingJobState.Succeeded, (await host.Launcher.GetAsync(done.Id, Token)).State);
        TrainingJobException error = await Assert.ThrowsAsync<TrainingJobException>(() => host.Launcher.CancelAsync("../training", Token));
        Assert.Equal(ModelOpsErrorKind.NotFound, error.Kind);
        await Assert.ThrowsAsync<TrainingJobException>(() => host.Launcher.LogsAsync("../training", Token));
    }

    [Fact]
    public async Task Log_OfAChattyJob_IsBoundedAndKeepsItsEnd()
    {
        TrainingHost host = Host(
            static o => o.MaxLogBytes = 64 << 10,
            jobs: ("train", static (context, _) =>
            {
                for (int i = 0; i < 20_000; i++) { context.Output.WriteLine($"line {i} äöü"); }
                context.Output.Write(new string('x', 100_000)); // a line that never ends
                return Task.CompletedTask;
            }
        ));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec(), "k", Token);

        await host.RunOneAsync(Token);

        TrainingJobLog log = await host.Launcher.LogsAsync(handle.Id, Token);
        Assert.False(log.IsComplete);
        Assert.InRange(log.Text.Length, 32 << 10, 64 << 10);
        Assert.EndsWith("xxx", log.Text, StringComparison.Ordinal);
        Assert.Equal(8192, (await host.Launcher.GetAsync(handle.Id, Token)).OutputTail!.Length);
        Assert.InRange(Directory.GetFiles(_folder.File("logs")).Sum(static f => new FileInfo(f).Length), 1, 64 << 10);
    }

    [Fact]
    public async Task Purge_EndedLongAgo_GoesWithItsLogAndKey()
    {
        TrainingHost host = Host(jobs: ("train", static (context, _) => context.Output.WriteLineAsync("x")));
        TrainingJobHandle old = await host.Launcher.StartAsync(Spec(), "k", Token);
        await host.RunOneAsync(Token);
        _time.Advance(TimeSpan.FromDays(31));
        TrainingJobHandle waiting = await host.Launcher.StartAsync(Spec(), "other", Token);

        await host.Runner.PurgeAsync();

        await Assert.ThrowsAsync<TrainingJobException>(() => host.Launcher.GetAsync(old.Id, Token));
        Assert.Empty(Directory.GetFiles(_folder.File("logs")));
        Assert.Equal(TrainingJobState.Pending, (await host.Launcher.GetAsync(waiting.Id, Token)).State);
        Assert.True((await host.Launcher.StartAsync(Spec(), "k", Token)).IsNew);
    }

    [Fact]
    public async Task Store_DamagedOrForeign_IsRefusedUntouched()
    {
        byte[] junk = [.. Enumerable.Repeat((byte)'j', 5000)];
        File.WriteAllBytes(_folder.File("training.db"), junk);
        TrainingHost host = Host(jobs: ("train", static (_, _) => Task.CompletedTask));

        TrainingJobException error = await Assert.ThrowsAsync<TrainingJobException>(() => host.Launcher.StartAsync(Spec(), "k", Token));

        Assert.Equal((ModelOpsErrorKind.DataLoss, TrainingJobErrorCodes.StoreDamaged), (error.Kind, error.Code));
        Assert.Equal(junk, File.ReadAllBytes(_folder.File("training.db")));
    }

    private static TrainingJobSpec Spec() => new() { Job = "train" };

    private static TrainingProcess Shell(string script, params string[] arguments)
    {
        TrainingProcess process = new() { FileName = "/bin/sh", Arguments = { "-c", script, "sh" } };
        foreach (string argument in arguments) { process.Arguments.Add(argument); }
        return process;
    }

    private static long Lease(TrainingHost host, string id) => host.Launcher.Store.Read(c => c.Scalar("SELECT lease_until FROM jobs WHERE id = $1", id));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (int i = 0; i < 3000; i++)
        {
            if (await condition()) { return; }
            await Task.Delay(5, Token);
        }

        Assert.Fail("what the test waits for has not come");
    }

    private static async Task<int> ReadChildAsync(TrainingHost host, string id)
    {
        int child = 0;
        await UntilAsync(async () =>
        {
            string text = (await host.Launcher.LogsAsync(id, Token)).Text;
            return text.StartsWith("child=", StringComparison.Ordinal) && text.EndsWith('\n') && int.TryParse(text[6..].Trim(), System.Globalization.CultureInfo.InvariantCulture, out child);
        });
        return child;
    }

    private static async Task AssertGoneAsync(int processId)
    {
        await UntilAsync(() =>
        {
            // A zombie whose parent is init's stand-in counts as gone.
            string stat = $"/proc/{processId}/stat";
            try { return Task.FromResult(!File.Exists(stat) || File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal)); }
            catch (IOException) { return Task.FromResult(true); }
        });
    }

    /// <summary>What the file holds after a host was killed in the middle of a job.</summary>
    private void Kill(TrainingHost host, string id, Process? orphan = null, TimeSpan startedAgo = default) => host.Launcher.Store.Write(c =>
    {
        TrainingRows.Claim(c, id, _time.GetUtcNow().ToUnixTimeMilliseconds(), _time.GetUtcNow().AddSeconds(30).ToUnixTimeMilliseconds(), Environment.MachineName);
        if (orphan is null) { return true; }
        DateTimeOffset start = new(orphan.StartTime);
        return TrainingRows.SetProcess(c, id, TrainingRows.Find(c, id)!.Token, orphan.Id, (start - startedAgo).ToUnixTimeMilliseconds());
    });

    private TrainingHost Host(Action<TrainingJobsOptions>? configure = null, TimeProvider? time = null, params (string Name, Func<TrainingJobContext, CancellationToken, Task> Run)[] jobs) =>
        new(_folder.Path, time ?? _time, configure, jobs);
}
