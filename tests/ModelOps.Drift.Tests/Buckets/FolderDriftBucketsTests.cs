using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Conformance;
using ModelOps.Drift.Buckets;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Buckets;

public sealed class FolderDriftBucketsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DriftBuckets.Noon);
    private readonly FakeLogger<FolderDriftBuckets> _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("truncated", "checksum")]
    [InlineData("flipped", "checksum")]
    [InlineData("empty", "too short")]
    [InlineData("foreign", "no drift buckets")]
    [InlineData("renamed", "another bucket")]
    [InlineData("huge", "too long")]
    public async Task Read_DamagedFile_IsLeftOutAndTold(string damage, string told)
    {
        FolderDriftBuckets store = Open();
        await store.PutAsync([DriftBuckets.Create(0), DriftBuckets.Create(1), DriftBuckets.Create(2)], Cancellation);
        string file = Files()[1];
        byte[] bytes = await File.ReadAllBytesAsync(file, Cancellation);
        switch (damage)
        {
            case "truncated": bytes = bytes[..^1]; break;
            case "flipped": bytes[60] ^= 1; break;
            case "empty": bytes = []; break;
            case "foreign": bytes = [.. bytes.Reverse()]; break;
            case "renamed": bytes = await File.ReadAllBytesAsync(Files()[2], Cancellation); break;
        }

        await File.WriteAllBytesAsync(file, bytes, Cancellation);
        if (damage == "huge")
        {
            await using FileStream stream = File.OpenWrite(file);
            stream.SetLength(100L << 30); // sparse
        }

        Assert.Equal(["pod-1/0/1", "pod-1/2/1"], await store.TextsAsync(DriftBuckets.All()));
        Assert.Equal(4080, _log.LatestRecord.Id.Id);
        Assert.Contains(told, _log.LatestRecord.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, _log.LatestRecord.Message, StringComparison.Ordinal);

        // The replica writes it again: the same sequence mends it, so does a higher.
        await store.PutAsync([DriftBuckets.Create(1)], Cancellation);
        Assert.Equal(["pod-1/0/1", "pod-1/1/1", "pod-1/2/1"], await store.TextsAsync(DriftBuckets.All()));
    }

    [Fact]
    public async Task Read_HighestSequenceDamaged_FallsBackToTheNext()
    {
        FolderDriftBuckets store = Open();
        await store.PutAsync([DriftBuckets.Create(sequence: 1)], Cancellation);
        string kept = Files()[0];
        byte[] bytes = await File.ReadAllBytesAsync(kept, Cancellation);
        await store.PutAsync([DriftBuckets.Create(sequence: 2)], Cancellation);
        string higher = Assert.Single(Files());
        await File.WriteAllBytesAsync(kept, bytes, Cancellation); // as if its writer had been killed before it removed it
        await File.WriteAllBytesAsync(higher, bytes[..20], Cancellation);

        Assert.Equal(["pod-1/0/1"], await store.TextsAsync(DriftBuckets.All()));
    }

    [Fact]
    public async Task Read_FilesOfOthers_AreLetBe()
    {
        FolderDriftBuckets store = Open();
        await store.PutAsync([DriftBuckets.Create()], Cancellation);
        string hour = Path.GetDirectoryName(Files()[0])!;
        await File.WriteAllTextAsync(Path.Combine(hour, "notes.bucket"), "x", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(hour, $"{new string('g', 16)}-{new string('a', 12)}-{new string('b', 32)}-{new string('1', 19)}.bucket"), "x", Cancellation);
        Directory.CreateDirectory(Path.Combine(hour, "..", "2026"));

        Assert.Single(await store.ReadAsync(DriftBuckets.All(), Cancellation));
        await store.RemoveBeforeAsync(DriftBuckets.Model, DateTimeOffset.MaxValue, Cancellation);
        Assert.Empty(await store.ReadAsync(DriftBuckets.All(), Cancellation));
        Assert.True(File.Exists(Path.Combine(hour, "notes.bucket")));
        Assert.Equal(0, _log.Collector.Count);
    }

    [Fact]
    public async Task Retention_RemovesTheOld_AlsoOfModelsThatAreServedNoMore()
    {
        FolderDriftBuckets store = Open(TimeSpan.FromDays(2));
        await store.PutAsync([DriftBuckets.Create(model: "gone"), DriftBuckets.Create()], Cancellation);
        _time.Advance(TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));
        await store.PutAsync([DriftBuckets.Create(60 * 48)], Cancellation);

        Assert.Single(Files());
        Assert.Single(await store.ReadAsync(DriftBuckets.All(), Cancellation));
        Assert.Empty(await store.ReadAsync(DriftBuckets.All("gone"), Cancellation));
    }

    [Fact]
    public async Task Unfinished_OfKilledProcesses_IsRemovedWhenOld()
    {
        FolderDriftBuckets store = Open();
        string unfinished = _folder.File("unfinished");
        Directory.CreateDirectory(unfinished);
        string old = Path.Combine(unfinished, "old");
        string running = Path.Combine(unfinished, "running");
        await File.WriteAllTextAsync(old, "x", Cancellation);
        await File.WriteAllTextAsync(running, "x", Cancellation);
        File.SetLastWriteTimeUtc(old, File.GetLastWriteTimeUtc(running) - TimeSpan.FromHours(2));

        await store.PutAsync([DriftBuckets.Create()], Cancellation);

        Assert.Equal([running], Directory.GetFiles(unfinished));
    }

    [Fact]
    public async Task Put_NoFolderCanBeMade_SaysWhatMendsItAndNoPath()
    {
        await File.WriteAllTextAsync(_folder.File("taken"), "x", Cancellation);
        FolderDriftBuckets store = new(new FolderDriftBucketsOptions { Path = _folder.File("taken") }, _time);

        DriftBucketStoreException error = await Assert.ThrowsAsync<DriftBucketStoreException>(() => store.PutAsync([DriftBuckets.Create()], Cancellation));

        Assert.Contains("ModelOps:Drift:FolderBuckets:Path", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Wrong_NameKeyValueAndMend()
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => new FolderDriftBuckets(new FolderDriftBucketsOptions { Path = " ", Retention = TimeSpan.FromMinutes(1) }));

        Assert.Equal(2, error.Failures.Count());
        Assert.Contains("ModelOps:Drift:FolderBuckets:Retention is 00:01:00. Set it to", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddFolderDriftBuckets_Configured_IsTheStore()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("ModelOps:Drift:FolderBuckets:Path", _folder.File("set"))]);
        builder.Services.AddModelOps().AddFolderDriftBuckets().AddFolderDriftBuckets(static options => options.Retention = TimeSpan.FromDays(9000));
        using IHost wrong = builder.Build();
        await Assert.ThrowsAsync<OptionsValidationException>(() => wrong.StartAsync(Cancellation));

        builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IDriftBucketStore, MemoryDriftBuckets>();
        builder.Services.AddModelOps().AddFolderDriftBuckets(options => options.Path = _folder.File("set"));
        using IHost host = builder.Build();
        await host.StartAsync(Cancellation);
        await host.Services.GetServices<IDriftBucketStore>().Single().PutAsync([DriftBuckets.Create()], Cancellation);

        Assert.True(Directory.Exists(_folder.File("set")));
    }

    [Fact]
    public void Guide_Folder_IsTheStore()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/drift-replicas.md#1>
        builder.Services.AddModelOps().AddFolderDriftBuckets(buckets => buckets.Path = "/var/lib/demand/drift");
        // </snippet>

        using IHost host = builder.Build();
        Assert.IsType<FolderDriftBuckets>(host.Services.GetRequiredService<IDriftBucketStore>());
    }

    private FolderDriftBuckets Open(TimeSpan? retention = null) =>
        new(new FolderDriftBucketsOptions { Path = _folder.Path, Retention = retention ?? TimeSpan.FromDays(30) }, _time, _log);

    private string[] Files() => [.. Directory.GetFiles(_folder.Path, "*.bucket", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
