using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace ModelOps.Benchmarks.Registry.Swaps;

/// <summary>From the acknowledged move of an alias to the first answer of the version it points at now, out of a host that follows the alias.</summary>
internal static class SwapRun
{
    private const int Moves = 200;
    private const int LongestPauseMs = 120; // longer than any interval of a poll, so that a move comes at any time in it
    private const double BarMs = 100;

    public static async Task RunAsync(TextWriter output)
    {
        foreach (string kind in (string[])[SwapModel.Forest, SwapModel.Mlp])
        {
            foreach (bool isCold in (bool[])[false, true])
            {
                await EmbeddedAsync(output, kind, isCold, isOtherProcess: false);
                await EmbeddedAsync(output, kind, isCold, isOtherProcess: true);
            }
        }

        await EmbeddedAsync(output, SwapModel.Forest, isCold: false, isOtherProcess: true, isBusy: true);
        using PostgresProcess? server = await PostgresProcess.TryStartAsync();
        if (server is null)
        {
            await Console.Error.WriteLineAsync("Left out: swaps over PostgreSQL; install postgresql.");
            return;
        }

        foreach (string kind in (string[])[SwapModel.Forest, SwapModel.Mlp])
        {
            await PostgreSqlAsync(output, server, kind, isCold: false);
            await PostgreSqlAsync(output, server, kind, isCold: true);
        }
    }

    private static async Task EmbeddedAsync(TextWriter output, string kind, bool isCold, bool isOtherProcess, bool isBusy = false)
    {
        using BenchmarkFolder folder = BenchmarkFolder.OnDisk();
        SwapPlace place = new("embedded", modelOps => modelOps.AddRegistry(registry => registry.Path = folder.Path), [folder.Path]);
        await MeasureAsync(output, place, kind, isCold, isOtherProcess, isBusy);
    }

    private static async Task PostgreSqlAsync(TextWriter output, PostgresProcess server, string kind, bool isCold)
    {
        using BenchmarkFolder folder = BenchmarkFolder.OnDisk();
        string connection = await server.CreateDatabaseAsync();
        SwapPlace place = new(
            "PostgreSQL",
            modelOps => modelOps.AddPostgreSqlRegistry(registry => (registry.ConnectionString, registry.SharedFolder, registry.CacheFolder) = (connection, $"{folder.Path}/shared", $"{folder.Path}/host")),
            [connection, $"{folder.Path}/shared", $"{folder.Path}/mover"]);
        await MeasureAsync(output, place, kind, isCold, isOtherProcess: true);
    }

    private static async Task MeasureAsync(TextWriter output, SwapPlace place, string kind, bool isCold, bool isOtherProcess, bool isBusy = false)
    {
        string row = $"swap, {kind}, {place.Name}, {(isOtherProcess ? "other" : "same")} process, {(isCold ? "version never loaded before" : "versions known")}{(isBusy ? ", a core kept busy by calls" : "")}";
        await Console.Error.WriteLineAsync($"measuring: {row}");
        await using ProcessMover other = ProcessMover.Start(place.Arguments);
        await other.RegisterAsync(kind, 1);
        long second = await other.RegisterAsync(kind, 2);
        await other.MoveAsync(1);
        List<double> swaps = [], moves = [];
        await using (SwapHost host = await SwapHost.StartAsync(place.Add, SwapModel.Create(kind, 1), isBusy))
        {
            IMover mover = isOtherProcess ? other : new RegistryMover(host.Registry);
            await SwapAsync(host, mover, second); // compiles, and makes both known
            await SwapAsync(host, mover, 1);
            Random random = new(17);
            for (int i = 0; i < Moves; i++)
            {
                long number = isCold ? await mover.RegisterAsync(kind, 3 + i) : i % 2 == 0 ? second : 1;
                await Task.Delay(random.Next(LongestPauseMs));
                (double move, double swap) = await SwapAsync(host, mover, number);
                moves.Add(move);
                swaps.Add(swap);
            }
        }

        swaps.Sort();
        moves.Sort();
        double worst = AtQuantile(swaps, 0.99);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {row}: p50, p99 of {Moves} (p99 of the move itself) | {AtQuantile(swaps, 0.5):0.0}, {worst:0.0} ms ({AtQuantile(moves, 0.99):0.0} ms) | {(isBusy ? "- | - |" : $"p99 < {BarMs} ms | {(worst < BarMs ? "ok" : "below")} |")}"));
    }

    private static async Task<(double MoveMs, double SwapMs)> SwapAsync(SwapHost host, IMover mover, long number)
    {
        SwapMove move = await mover.MoveAsync(number);
        ModelVersion version = await host.Registry.ResolveAsync(ModelReference.ToVersion(IMover.Model, number.ToString(CultureInfo.InvariantCulture)));
        long first = await host.FirstAnswerAsync(version.Version.ToString());
        double swap = Stopwatch.GetElapsedTime(move.Acknowledged, first).TotalMilliseconds;
        return (Stopwatch.GetElapsedTime(move.Called, move.Acknowledged).TotalMilliseconds, Math.Max(0, swap)); // an answer may overtake the acknowledgement
    }

    private static double AtQuantile(List<double> sorted, double quantile) => sorted[(int)(quantile * sorted.Count)];
}
