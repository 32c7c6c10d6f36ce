using System.Diagnostics;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Sample;

/// <summary>Runs the sample, as the solution was built, as a process.</summary>
public sealed class SampleFixture
{
    private readonly string _program = Find();

    public Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] arguments) =>
        Tool.RunAsync(folder, "dotnet", [_program, .. arguments]);

    public Process Start(string folder, params string[] arguments) => Process.Start(Tool.Start(folder, "dotnet", [_program, .. arguments]))!;

    private static string Find()
    {
        string built = Path.Combine(SharedFiles.RepositoryRoot, "samples/DemandForecasting/bin", Tool.Configuration);
        string? program = Directory.Exists(built)
            ? Directory.EnumerateFiles(built, "DemandForecasting.dll", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc)
            : null;
        return program ?? throw new InvalidOperationException($"The sample is not built in {Tool.Configuration}: build the solution first, as test.sh does.");
    }
}
