using Microsoft.Extensions.DependencyInjection;
using ModelOps.Drift.Streams;
using ModelOps.Drift.Streams.Monitoring;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Streams.Monitoring;

public sealed class StreamRestartTests : IDisposable
{
    private const int ChangeAt = 1500;
    private const int Count = 2400;
    private readonly TemporaryFolder _folder = new();
    private readonly double[] _values = [.. PortableData.Normal(new Random(11), ChangeAt, 10, 1), .. PortableData.Normal(new Random(12), Count - ChangeAt, 12, 1)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restart_Stopped_SaysWhatOneRunSays()
    {
        IReadOnlyList<StreamChange> expected = await RunWholeAsync();
        await using (WatchedHost first = await HostAsync("a").StartAsync())
        {
            Feed(first, 0, 1000);
            await first.StopAsync();
        }

        await using (WatchedHost second = await HostAsync("a", 1000).StartAsync())
        {
            Feed(second, 1000, 1600); // within the change, and within a block
            await second.StopAsync();
        }

        await using WatchedHost third = await HostAsync("a", 1600).StartAsync();
        Assert.Equal(3 * 1600, third.Watched!.Taken);
        Feed(third, 1600, Count);
        third.Round();
        Assert.Equal(expected, third.History);
        Assert.Empty(third.Log.Of("StreamStateSetAside"));
        Assert.Contains("3 of them go on", third.Log.Of("StreamsWatched").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(1550)]
    [InlineData(2100)]
    public async Task Restart_Killed_GoesOnFromWhatWasSaved(int killedAt)
    {
        IReadOnlyList<StreamChange> expected = await RunWholeAsync();
        await using (WatchedHost first = await HostAsync("b").StartAsync())
        {
            Feed(first, 0, killedAt);
            await first.UntilAsync(() => Taken() == 3 * killedAt && Directory.EnumerateFiles(_folder.File("b"), "streams-*.json").Any());
            await first.Services.GetRequiredService<StreamStates>().SaveAsync(); // what is still being written
            Directory.CreateDirectory(_folder.File("copy"));
            foreach (string file in Directory.EnumerateFiles(_folder.File("b"), "streams-*.json")) { File.Copy(file, Path.Combine(_folder.File("copy"), Path.GetFileName(file))); }
            Feed(first, killedAt, killedAt + 50); // seen by the process that is killed, and lost with it

            long Taken()
            {
                first.Time.Advance(TimeSpan.FromSeconds(31));
                first.Round();
                return first.Watched!.SavedTaken;
            }
        }

        await using WatchedHost second = await HostAsync("copy", killedAt).StartAsync();
        Feed(second, killedAt, Count);
        second.Round();
        Assert.Equal(expected, second.History);
    }

    [Fact]
    public async Task Restart_Change_IsSavedWithinASecond()
    {
        await using WatchedHost host = await HostAsync("c").StartAsync();
        Feed(host, 0, 5);
        host.Round();
        Feed(host, 5, 1600);
        host.Round();
        Assert.NotEmpty(host.History);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync(() => Directory.EnumerateFiles(_folder.File("c"), "streams-*.json").Any());
    }

    [Fact]
    public async Task Restart_OtherSettings_SetsAsideThatStreamOnly()
    {
        await using (WatchedHost first = await HostAsync("d").StartAsync()) { Feed(first, 0, 1000); }
        await using WatchedHost second = await new WatchedHost(options =>
        {
            Watch(options, "d");
            options.Models[WatchedHost.Model].Streams["each"].Settings["threshold"] = "9";
            options.Models[WatchedHost.Model].Streams.Remove("mean");
        }).StartAsync();
        Assert.Equal([0, 1000], second.Watched!.Streams.Select(static stream => stream.Taken)); // each, kept
        Assert.Equal(2, second.Log.Of("StreamStateSetAside").Count);
        Assert.Contains("its settings have changed", second.Log.Of("StreamStateSetAside")[0], StringComparison.Ordinal);
        Assert.Contains("it is watched no longer", second.Log.Of("StreamStateSetAside")[1], StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(_folder.File("d"), "*.aside"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"format":"modelops-streams-9","model":"demand","version":"1.0.0","seenAt":"2026-03-02T12:00:00+00:00","streams":[],"changes":[]}""")]
    public async Task Restart_DamagedFile_IsSetAsideAndTheOthersAreRead(string damage)
    {
        await using (WatchedHost first = await HostAsync("e").StartAsync())
        {
            Feed(first, 0, 100);
            first.Call(1, "2.0.0");
        }

        string file = Directory.EnumerateFiles(_folder.File("e"), "streams-*.json").Single(file => File.ReadAllText(file).Contains("\"version\":\"2.0.0\"", StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, damage, TestContext.Current.CancellationToken);
        await using WatchedHost second = await HostAsync("e", 100).StartAsync();
        Assert.Equal(300, second.Watched!.Taken);
        Assert.Single(second.Log.Of("StreamStateSetAside"));
        Assert.Equal(damage, await File.ReadAllTextAsync(file + ".aside", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Restart_DamagedEntry_BeginsThatStreamAnew()
    {
        await using (WatchedHost first = await HostAsync("f").StartAsync()) { Feed(first, 0, 100); }
        string file = Directory.EnumerateFiles(_folder.File("f"), "streams-*.json").Single();
        string text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("\"rise\":", "\"rose\":", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await using WatchedHost second = await HostAsync("f", 100).StartAsync();
        Assert.Equal([0, 100, 0], second.Watched!.Streams.Select(static stream => stream.Taken)); // each and mean are cumulative sums
        Assert.Equal(2, second.Log.Of("StreamStateSetAside").Count);
    }

    [Fact]
    public async Task Restart_FolderOfAnotherProcess_IsNotTouched()
    {
        await using WatchedHost first = await HostAsync("g").StartAsync();
        Feed(first, 0, 10);
        await using (WatchedHost second = await HostAsync("g").StartAsync()) { Feed(second, 0, 20); }
        Assert.Empty(Directory.EnumerateFiles(_folder.File("g"), "streams-*.json"));
        await first.StopAsync();
        Assert.Single(Directory.EnumerateFiles(_folder.File("g"), "streams-*.json"));
    }

    [Fact]
    public async Task Restart_OldState_IsForgotten()
    {
        await using (WatchedHost first = await HostAsync("h").StartAsync()) { Feed(first, 0, 10); }
        var later = WatchedHost.Clock();
        later.Advance(TimeSpan.FromDays(8));
        await using WatchedHost second = await new WatchedHost(options => Watch(options, "h"), later).StartAsync();
        second.Round();
        Assert.Null(second.Watched);
        Assert.Empty(Directory.EnumerateFiles(_folder.File("h"), "streams-*.json"));
    }

    private static void Feed(WatchedHost host, int from, int to, double[] values)
    {
        for (int i = from; i < to; i++)
        {
            host.Call(values[i]);
            host.Time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private void Feed(WatchedHost host, int from, int to)
    {
        Feed(host, from, to, _values);
        host.Round();
    }

    private async Task<IReadOnlyList<StreamChange>> RunWholeAsync()
    {
        await using var host = new WatchedHost(options => Watch(options, null));
        Feed(host, 0, Count);
        Assert.Equal(["each", "kept", "mean"], host.History.Select(static change => change.Stream).Distinct().Order());
        return host.History;
    }

    // Where one run would be by then.
    private WatchedHost HostAsync(string folder, int fed = 0)
    {
        var time = WatchedHost.Clock();
        time.Advance(TimeSpan.FromMilliseconds(fed));
        return new WatchedHost(options => Watch(options, _folder.File(folder)), time);
    }

    private void Watch(StreamDetectionOptions options, string? folder)
    {
        options.StateDirectory = folder is null || Path.IsPathRooted(folder) ? folder : _folder.File(folder);
        options
            .Watch(WatchedHost.Model, "each", new WatchedStreamOptions { Source = StreamSource.Input, Detector = "cusum", Settings = { ["warmUp"] = "400", ["threshold"] = "7" } })
            .Watch(WatchedHost.Model, "mean", new WatchedStreamOptions { Source = StreamSource.Input, BlockSize = 7, Detector = "cusum", Settings = { ["warmUp"] = "80", ["threshold"] = "7" } })
            .Watch(WatchedHost.Model, "kept", new WatchedStreamOptions { Source = StreamSource.Input }.UseDetector(static () => new Kswin(0.0001)));
    }
}
