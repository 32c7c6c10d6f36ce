using System.Globalization;

namespace ModelOps.Registry.CrashChild;

/// <summary>Endless runs, from a seed. Batch <c>n</c> of a run has ten points, the parameter <c>n</c> and the tag <c>batches</c> = <c>n</c>; each is told
/// on the standard output once it is done: <c>b run n</c>. Artifacts are told as <c>f path</c>; their content repeats their size.</summary>
internal static class Track
{
    private const int Points = 10;

    public static async Task RunAsync(int seed, string warmUp)
    {
        await WorkAsync(warmUp, new Random(seed), TextWriter.Null, runs: 2);
        Directory.Delete(warmUp, recursive: true);
        await Console.Out.WriteLineAsync("ready");
        string folder = await Console.In.ReadLineAsync() ?? throw new InvalidOperationException("No folder was named.");
        await WorkAsync(folder, new Random(seed), Console.Out, runs: int.MaxValue);
    }

    private static async Task WorkAsync(string folder, Random random, TextWriter done, int runs)
    {
        using TrackingStore store = TrackingStore.OpenFolder(folder);
        using FolderArtifactStore artifacts = FolderArtifactStore.Open(Path.Combine(folder, "artifacts"));
        for (int i = 0; i < runs; i++)
        {
            TrackingRun run = await store.CreateRunAsync(new RunCreation { ExperimentId = "0" });
            for (int batch = 1; batch <= random.Next(1, 6); batch++)
            {
                await store.LogBatchAsync(Batch(run.Id, batch));
                await done.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"b {run.Id} {batch}"));
            }

            int size = random.Next(1, 200_000);
            string path = string.Create(CultureInfo.InvariantCulture, $"{run.Id}/{size}.bin");
            await artifacts.PutAsync(path, new MemoryStream(new byte[size]));
            await done.WriteLineAsync($"f {path}");
        }
    }

    private static RunBatch Batch(string run, int batch) => new()
    {
        RunId = run,
        Metrics = [.. Enumerable.Range(0, Points).Select(i => new RunMetric("m", i, DateTimeOffset.UnixEpoch, (batch * Points) + i))],
        Params = [new RunParam(string.Create(CultureInfo.InvariantCulture, $"{batch}"), "")],
        Tags = [new RunTag("batches", string.Create(CultureInfo.InvariantCulture, $"{batch}"))],
    };
}
