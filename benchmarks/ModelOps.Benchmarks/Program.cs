using ModelOps.Benchmarks;
using ModelOps.Benchmarks.DeepDives;
using ModelOps.Benchmarks.Drift;
using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Machine;
using ModelOps.Benchmarks.Overload;
using ModelOps.Benchmarks.Registry;
using ModelOps.Benchmarks.Registry.Swaps;

if (args is ["bdn", ..])
{
    DeepDive.Run(args.Length > 1 ? args[1] : "*");
    return 0;
}

if (args is ["overload", ..])
{
    await OverloadRun.RunAsync(Console.Out);
    return 0;
}

if (args is [ProcessMover.Command, .. string[] place])
{
    await MoverProcess.RunAsync(place, Console.In, Console.Out);
    return 0;
}

if (!BenchmarkArguments.TryParse(args, out BenchmarkArguments? arguments, out string? problem))
{
    await Console.Error.WriteLineAsync(problem);
    return 2;
}

if (args.Contains("registry")) { await RegistryRun.RunAsync(Console.Out); }
if (args.Contains("drift")) { await DriftReportRun.RunAsync(Console.Out); }

MachineDescription machine = MachineDescription.Read();
ComparisonRunner runner = new(arguments.Rounds);
List<ComparisonResult> results = [];
foreach (ITopic topic in arguments.Topics)
{
    await foreach (Comparison comparison in topic.CompareAsync())
    {
        await Console.Error.WriteLineAsync($"measuring: {comparison.Name}");
        results.Add(await runner.RunAsync(comparison));
    }
}

ResultTable.Write(Console.Out, machine, results);
if (arguments.JsonFile is not null) { await ResultFile.WriteAsync(arguments.JsonFile, machine, results); }
return 0;
