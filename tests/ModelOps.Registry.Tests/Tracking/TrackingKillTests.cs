using System.Globalization;
using ModelOps.Registry.Tests.Processes;

namespace ModelOps.Registry.Tests.Tracking;

public sealed class TrackingKillTests
{
    private const int Kills = 30;
    private const int Folders = 3;
    private const int LeastSpan = 60; // milliseconds; more where the machine needs more for a first report
    private const int MostSpan = 1000;
    private const int Points = 10;
    private const int Seed = 20261126;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_AfterKillsAtRandomPoints_HasWholeBatchesAndFilesAndAllThatWasReported()
    {
        string root = Directory.CreateDirectory(
            Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"modelops-{Guid.NewGuid():N}")).FullName;
        Random random = new(Seed);
        int reported = 0;
        int span = LeastSpan;
        try
        {
            for (int kill = 0; kill < Kills; kill++)
            {
                string folder = Path.Combine(root, $"{kill % Folders}");
                using Child child = Child.Start("track", $"{Seed + kill}", Path.Combine(root, $"warm-{kill}"));
                await child.WaitUntilReadyAsync(Cancellation);
                child.WriteLine(folder);
                await Task.Delay(random.Next(span), Cancellation);
                IReadOnlyList<string> done = await child.KillAsync(Cancellation);
                span = done.Count == 0 ? Math.Min(span * 2, MostSpan) : Math.Max(span * 3 / 4, LeastSpan);
                reported += done.Count;
                await CheckAsync(folder, done);
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }

        Assert.InRange(reported, 1, int.MaxValue);
    }

    /// <summary>Opens the folder as the next process would.</summary>
    private static async Task CheckAsync(string folder, IReadOnlyList<string> done)
    {
        using TrackingStore store = TrackingStore.OpenFolder(folder);
        using FolderArtifactStore artifacts = FolderArtifactStore.Open(Path.Combine(folder, "artifacts"));
        Dictionary<string, int> batches = [];
        foreach (TrackingRun run in (await store.SearchRunsAsync(new RunQuery { ExperimentIds = ["0"], PageSize = 10_000 }, Cancellation)).Items)
        {
            batches.Add(run.Id, await CheckBatchesAsync(store, run));
        }

        List<string> files = [];
        foreach (ArtifactEntry run in await artifacts.ListAsync("", cancellationToken: Cancellation))
        {
            foreach (ArtifactEntry file in await artifacts.ListAsync(run.Path, cancellationToken: Cancellation))
            {
                Assert.Equal($"{file.Size}.bin", file.Name);
                files.Add(file.Path);
            }
        }

        foreach (string[] parts in done.Select(static line => line.Split(' ')))
        {
            if (parts[0] == "b") { Assert.InRange(int.Parse(parts[2], CultureInfo.InvariantCulture), 1, batches[parts[1]]); }
            else { Assert.Contains(parts[1], files); }
        }
    }

    private static async Task<int> CheckBatchesAsync(TrackingStore store, TrackingRun run)
    {
        int batches = run.Params.Count;
        IReadOnlyList<RunMetric> points = (await store.GetMetricHistoryAsync(new MetricHistoryQuery { RunId = run.Id, Key = "m" }, Cancellation)).Items;
        Assert.Equal(Enumerable.Range(Points, batches * Points).Select(static i => (long)i), points.Select(static p => p.Step));
        Assert.Equal(batches == 0 ? null : $"{batches}", run.Tags.GetValueOrDefault("batches"));
        Assert.Equal(points.TakeLast(1), run.Metrics);
        return batches;
    }
}
