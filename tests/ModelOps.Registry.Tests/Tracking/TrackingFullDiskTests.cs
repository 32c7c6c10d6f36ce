using ModelOps.TestServers;

namespace ModelOps.Registry.Tests.Tracking;

public sealed class TrackingFullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LogBatch_FullDisk_IsAllOrNothingAndWorksOnceThereIsSpace()
    {
        using SmallDisk disk = SmallDisk.Mount(6);
        using TrackingStore store = TrackingStore.OpenFolder(disk.Path);
        TrackingRun run = await store.CreateRunAsync(new RunCreation { ExperimentId = "0" }, Cancellation);
        disk.Fill();
        int logged = 0;

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(async () =>
        {
            for (; logged < 1000; logged++) { await store.LogBatchAsync(Batch(run.Id, logged), Cancellation); }
        });

        Assert.Equal((RegistryErrorCodes.Full, ModelOpsErrorKind.Unavailable), (error.Code, error.Kind));
        TrackingRun then = await store.GetRunAsync(run.Id, Cancellation);
        Assert.Equal(logged, then.Params.Count); // what was acknowledged, and nothing of the rest
        disk.Empty();
        await store.LogBatchAsync(Batch(run.Id, logged), Cancellation);
        Assert.Equal(logged + 1, (await store.GetRunAsync(run.Id, Cancellation)).Params.Count);
    }

    [Fact]
    public async Task Artifacts_FullDisk_LeaveNothingAndUploadsGoOn()
    {
        using SmallDisk disk = SmallDisk.Mount(8);
        using FolderArtifactStore store = FolderArtifactStore.Open(disk.Path);
        await store.PutAsync("kept", new MemoryStream([7]), Cancellation);
        string id = await store.BeginUploadAsync("big", Cancellation);
        ArtifactPart first = await store.PutPartAsync("big", id, 1, new MemoryStream(new byte[1 << 20]), Cancellation);
        disk.Fill();

        await FullAsync(() => store.PutAsync("other", new MemoryStream(new byte[1 << 20]), Cancellation));
        await FullAsync(() => store.PutAsync("kept", new MemoryStream(new byte[1 << 20]), Cancellation));
        await FullAsync(() => store.PutPartAsync("big", id, 2, new MemoryStream(new byte[1 << 20]), Cancellation));
        await FullAsync(() => store.CompleteUploadAsync("big", id, [first], Cancellation));

        Assert.False(RegistryFolder.HasLeftovers(disk.Path));
        Assert.Equal([("kept", 1L)], (await store.ListAsync("", cancellationToken: Cancellation)).Select(static e => (e.Path, e.Size!.Value)));
        disk.Empty();
        ArtifactPart second = await store.PutPartAsync("big", id, 2, new MemoryStream(new byte[1 << 20]), Cancellation);
        Assert.Equal(2 << 20, (await store.CompleteUploadAsync("big", id, [first, second], Cancellation)).Size);
    }

    [Fact]
    public async Task Open_ReadOnlyDisk_IsUnavailable()
    {
        using SmallDisk disk = SmallDisk.Mount(8);
        using (TrackingStore store = TrackingStore.OpenFolder(disk.Path)) { await store.CreateRunAsync(new RunCreation { ExperimentId = "0" }, Cancellation); }
        using (FolderArtifactStore artifacts = FolderArtifactStore.Open(disk.Path)) { await artifacts.PutAsync("f", new MemoryStream([1]), Cancellation); }
        disk.Remount("ro");

        RegistryStorageException[] errors =
        [
            Assert.Throws<RegistryStorageException>(() => TrackingStore.OpenFolder(disk.Path)),
            Assert.Throws<RegistryStorageException>(() => FolderArtifactStore.Open(disk.Path)),
        ];

        Assert.All(errors, e => Assert.Equal((RegistryErrorCodes.Unavailable, false), (e.Code, e.Message.Contains(disk.Path, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task PutPart_SeveralAtOnce_DoNotPassTheLimitTogether()
    {
        using ModelOps.TestSupport.TemporaryFolder folder = new();
        using FolderArtifactStore store = FolderArtifactStore.Open(folder.Path, new TrackingOptions { MaxArtifactBytes = 100 });
        string id = await store.BeginUploadAsync("f", Cancellation);
        using SemaphoreSlim all = new(0);
        using CountdownEvent reading = new(8);

        bool[] stored = await Task.WhenAll(Enumerable.Range(1, 8).Select(async number =>
        {
            try
            {
                await store.PutPartAsync("f", id, number, new WaitingStream(40, reading, all), Cancellation);
                return true;
            }
            catch (ArtifactTooLargeException)
            {
                return false;
            }
        }));

        Assert.Equal(2, stored.Count(static s => s)); // two of 40 bytes are all that 100 have room for
    }

    private static async Task FullAsync(Func<Task> call) => Assert.Equal(RegistryErrorCodes.Full, (await Assert.ThrowsAsync<RegistryStorageException>(call)).Code);

    private static RunBatch Batch(string run, int i) => new()
    {
        RunId = run,
        Metrics = [.. Enumerable.Range(0, 50).Select(step => new RunMetric("m", step, DateTimeOffset.UnixEpoch, (i * 50) + step))],
        Params = [new RunParam($"p{i}", new string('v', 4000))],
    };

    /// <summary>Bytes that come only once as many streams are being read.</summary>
    private sealed class WaitingStream(int length, CountdownEvent reading, SemaphoreSlim all) : MemoryStream(new byte[length])
    {
        private bool _hasWaited;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_hasWaited)
            {
                _hasWaited = true;
                if (reading.Signal()) { all.Release(reading.InitialCount); }
                await all.WaitAsync(cancellationToken);
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
