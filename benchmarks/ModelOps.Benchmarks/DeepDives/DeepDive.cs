using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace ModelOps.Benchmarks.DeepDives;

/// <summary>Runs the BenchmarkDotNet classes.</summary>
internal static class DeepDive
{
    /// <summary>In this process, since generated projects would fall under this repository's build rules; iterations bounded for busy machines.</summary>
    private static readonly Job InProcess = Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithIterationTime(TimeInterval.FromMilliseconds(200))
        .WithMaxIterationCount(30);

    /// <summary>Runs the benchmarks whose full name matches a filter.</summary>
    /// <param name="filter">A pattern such as <c>*InProcess*</c>.</param>
    public static void Run(string filter) => BenchmarkSwitcher
        .FromAssembly(typeof(DeepDive).Assembly)
        .Run(["--filter", filter], DefaultConfig.Instance.AddJob(InProcess));
}
