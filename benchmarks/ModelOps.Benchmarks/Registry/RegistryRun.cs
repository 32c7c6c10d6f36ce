using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Machine;
using ModelOps.Benchmarks.Registry.Swaps;
using ModelOps.Registry;

namespace ModelOps.Benchmarks.Registry;

/// <summary>The embedded registry: looking up an alias, searching 10,000 versions, hearing of a move in another open registry, swaps of
/// what is served, storing 1 GiB.</summary>
internal static class RegistryRun
{
    private const string Model = "demand";
    private const int Versions = 10_000;
    private const int Lookups = 100_000;
    private const int Rounds = 41;
    private const int Moves = 500;
    private const long BigBytes = 1L << 30;

    public static async Task RunAsync(TextWriter output)
    {
        MachineDescription machine = MachineDescription.Read();
        await output.WriteLineAsync($"CPU: {machine.Cpu}, {machine.Cores} cores, {machine.Simd}");
        await output.WriteLineAsync($"Runtime: {machine.Runtime}; load average {machine.Load}");
        await output.WriteLineAsync();
        await output.WriteLineAsync("| row | measured | bar | verdict |");
        await output.WriteLineAsync("|---|---|---|---|");
        using (BenchmarkFolder memory = BenchmarkFolder.InMemory())
        {
            using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(memory.Path);
            await FillAsync(registry);
            Write(output, $"alias lookup in process, {Versions} versions", await LookUpAsync(registry), "us", 5);
            Write(output, "search page of 100 by tag and stage, newest first, ms", await SearchAsync(registry, filtered: true), "ms", 20);
            Write(output, "search page of 100 of all versions by time, ms", await SearchAsync(registry, filtered: false), "ms", 20);
        }

        using BenchmarkFolder disk = BenchmarkFolder.OnDisk();
        Write(output, $"move to delivery in another open registry, p99 of {Moves}", await WatchAsync(disk.Path), "ms", 100);
        await SwapRun.RunAsync(output);
        await BigFile.RunAsync(output, disk.Path, BigBytes);
    }

    private static void Write(TextWriter output, string row, double value, string unit, double bar) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {row} | {value:0.00} {unit} | <= {bar} {unit} | {(value <= bar ? "ok" : "below")} |"));

    private static async Task FillAsync(EmbeddedModelRegistry registry)
    {
        for (int i = 0; i < Versions; i++)
        {
            await registry.RegisterAsync(new ModelRegistration
            {
                Model = Model,
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", new byte[] { (byte)i })],
                Metrics = new Dictionary<string, double> { ["mae"] = i },
                Tags = new Dictionary<string, string> { ["team"] = i % 7 == 0 ? "supply" : "sales", ["run"] = i.ToString(CultureInfo.InvariantCulture) },
            });
        }

        await registry.MoveAliasAsync(new AliasMove { Model = Model, Alias = "champion", Number = Versions / 2 });
    }

    private static async Task<double> LookUpAsync(EmbeddedModelRegistry registry)
    {
        ModelReference champion = ModelReference.Parse("demand@champion");
        List<double> microseconds = [];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Lookups / Rounds; i++) { _ = await registry.ResolveAsync(champion); }
            microseconds.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / (Lookups / Rounds));
        }

        return Spread.Of(microseconds).Median;
    }

    private static async Task<double> SearchAsync(EmbeddedModelRegistry registry, bool filtered)
    {
        RegistryQuery query = new()
        {
            Filters = filtered ? [new("tag:team", RegistryOperator.Equal, "supply"), new("stage", RegistryOperator.NotEqual, "Archived")] : [],
            OrderBy = [new RegistryOrder(RegistryFields.CreatedAt, Descending: true)],
        };
        query = query with { PageToken = (await registry.SearchVersionsAsync(query)).NextPageToken };
        List<double> milliseconds = [];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            RegistryPage<RegisteredVersion> page = await registry.SearchVersionsAsync(query);
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (page.Items.Count != query.PageSize) { throw new InvalidOperationException("The page is not full: the row would mean nothing."); }
        }

        return Spread.Of(milliseconds).Median;
    }

    private static async Task<double> WatchAsync(string folder)
    {
        using EmbeddedModelRegistry writer = EmbeddedModelRegistry.Open(folder);
        using EmbeddedModelRegistry reader = EmbeddedModelRegistry.Open(folder);
        for (int i = 0; i < 2; i++)
        {
            await writer.RegisterAsync(new ModelRegistration { Model = Model, Format = "onnx", Files = [ModelFile.FromBytes("f", new byte[] { (byte)i })] });
        }

        using CancellationTokenSource stop = new();
        Channel<long> heard = Channel.CreateUnbounded<long>();
        Task watching = Task.Run(async () =>
        {
            await foreach (RegistryEvent entry in reader.WatchAsync(2, stop.Token)) { heard.Writer.TryWrite(Stopwatch.GetTimestamp()); }
        });
        List<double> milliseconds = [];
        for (int i = 0; i < Moves; i++)
        {
            await writer.MoveAliasAsync(new AliasMove { Model = Model, Alias = "champion", Number = (i % 2) + 1 });
            long committed = Stopwatch.GetTimestamp();
            milliseconds.Add(Stopwatch.GetElapsedTime(committed, await heard.Reader.ReadAsync()).TotalMilliseconds);
        }

        await stop.CancelAsync();
        await watching.ContinueWith(static _ => { }, TaskScheduler.Default);
        milliseconds.Sort();
        return Math.Max(0, milliseconds[(int)(0.99 * Moves)]);
    }
}
