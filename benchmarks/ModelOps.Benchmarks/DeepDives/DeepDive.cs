using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ModelOps.Benchmarks.DeepDives;

/// <summary>Runs the BenchmarkDotNet classes.</summary>
internal static class DeepDive
{
    /// <summary>Runs the benchmarks whose full name matches a filter.</summary>
    /// <remarks>In this process: generated projects would fall under this repository's build rules.</remarks>
    /// <param name="filter">A pattern such as <c>*InProcess*</c>.</param>
    public static void Run(string filter) => BenchmarkSwitcher
        .FromAssembly(typeof(DeepDive).Assembly)
        .Run(["--filter", filter], DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)));
}
