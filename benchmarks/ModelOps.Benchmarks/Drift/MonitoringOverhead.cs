using ModelOps.Benchmarks.Forests;
using ModelOps.Benchmarks.Harness;

namespace ModelOps.Benchmarks.Drift;

/// <summary>What watching a served model for drift costs its callers, flushing and evaluating every second included.</summary>
internal static class MonitoringOverhead
{
    private const double LeastThroughput = 0.9;

    public static async IAsyncEnumerable<Comparison> CompareAsync()
    {
        foreach (int rows in (int[])[1, 64])
        {
            BenchmarkForest forest = new(100, 31);
            await using MonitoredForest alone = await MonitoredForest.StartAsync(forest, rows, isWatched: false);
            foreach (bool isLimited in (bool[])[true, false])
            {
                await using MonitoredForest watched = await MonitoredForest.StartAsync(forest, rows, isWatched: true, isLimited);
                yield return new Comparison
                {
                    Name = $"calls of {rows} {(rows == 1 ? "row" : "rows")}, {forest.Name}, watched for drift {(isLimited ? "as by default" : "without MaxRowsPerSecond")}, against not",
                    Ours = new Contender("InferAsync with AddDriftMonitoring()", watched.InferAsync),
                    Peer = new Contender("InferAsync without", alone.InferAsync),
                    Clock = SampleClock.Cpu,
                    Bars = isLimited ? [Bar.FasterBy(LeastThroughput)] : [],
                    WhyBelow = "MaxRowsPerSecond counts seconds on the wall: on a machine so busy that this process answers few calls a second, most of them are profiled.",
                };
            }
        }
    }
}
