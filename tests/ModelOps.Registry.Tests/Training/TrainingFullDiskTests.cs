using ModelOps.Registry.Training;
using ModelOps.TestServers;

namespace ModelOps.Registry.Tests.Training;

public sealed class TrainingFullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_FullDisk_IsUnavailableAndWorksOnceThereIsSpace()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        TrainingHost host = new(disk.Path, TimeProvider.System, null, ("train", static (_, _) => Task.CompletedTask));
        TrainingJobHandle first = await host.Launcher.StartAsync(Spec(), "first", Cancellation);
        disk.Fill();

        TrainingJobException error = await Assert.ThrowsAsync<TrainingJobException>(async () =>
        {
            for (int i = 0; i < 1000; i++) { await host.Launcher.StartAsync(Spec(), $"more-{i}", Cancellation); } // the log of SQLite has some room left
        });

        Assert.Equal((ModelOpsErrorKind.Unavailable, TrainingJobErrorCodes.Unavailable), (error.Kind, error.Code));
        Assert.Contains("free space", error.Message, StringComparison.Ordinal);
        disk.Empty();
        Assert.Equal(TrainingJobState.Pending, (await host.Launcher.GetAsync(first.Id, Cancellation)).State); // what was there is there
        TrainingJobHandle last = await host.Launcher.StartAsync(Spec(), "last", Cancellation);
        while (await host.RunOneAsync(Cancellation)) { }
        Assert.Equal(TrainingJobState.Succeeded, (await host.Launcher.GetAsync(first.Id, Cancellation)).State);
        Assert.Equal(TrainingJobState.Succeeded, (await host.Launcher.GetAsync(last.Id, Cancellation)).State);
    }

    [Fact]
    public async Task Job_DiskFullWhenItEnds_HasItsEndOnceThereIsSpaceAndRunsOnce()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        int runs = 0;
        TrainingHost host = new(disk.Path, TimeProvider.System, null, ("train", async (context, _) =>
        {
            runs++;
            disk.Fill();
            await context.Output.WriteLineAsync(new string('x', 100_000)); // costs the log, not the job
        }
        ));
        TrainingJobHandle handle = await host.Launcher.StartAsync(Spec(), "k", Cancellation);

        Task<bool> running = host.RunOneAsync(Cancellation);
        for (int i = 0; i < 1000 && !host.Logs.GetSnapshot().Any(static r => r.Id.Name == "TrainingRunnerFailed"); i++) { await Task.Delay(10, Cancellation); }
        Assert.False(running.IsCompleted); // it is done, and the disk has no room for that
        disk.Empty();

        Assert.True(await running.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        Assert.False(await host.RunOneAsync(Cancellation));
        TrainingJobStatus status = await host.Launcher.GetAsync(handle.Id, Cancellation);
        Assert.Equal((TrainingJobState.Succeeded, 1), (status.State, runs));
        Assert.EndsWith("xxx\n", status.OutputTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ReadOnlyDisk_IsUnavailable()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        _ = await new TrainingHost(disk.Path, TimeProvider.System, null, ("train", static (_, _) => Task.CompletedTask)).Launcher.StartAsync(Spec(), "k", Cancellation);
        disk.Remount("ro");

        TrainingJobException error = await Assert.ThrowsAsync<TrainingJobException>(() =>
            new TrainingHost(disk.Path, TimeProvider.System, null, ("train", static (_, _) => Task.CompletedTask)).Launcher.StartAsync(Spec(), "other", Cancellation));

        Assert.Equal(TrainingJobErrorCodes.Unavailable, error.Code);
        Assert.DoesNotContain(disk.Path, error.Message, StringComparison.Ordinal);
    }

    private static TrainingJobSpec Spec() => new() { Job = "train" };
}
