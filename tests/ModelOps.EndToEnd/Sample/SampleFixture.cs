using System.Diagnostics;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Sample;

/// <summary>Builds the sample once and runs it as a process.</summary>
public sealed class SampleFixture : IAsyncLifetime
{
    private const string Project = "samples/DemandForecasting";
    private string _program = "";

    public async ValueTask InitializeAsync()
    {
        await Tool.SucceedAsync(SharedFiles.RepositoryRoot, "dotnet", ["build", Project, "--no-restore", "--configuration", Tool.Configuration, "--verbosity", "quiet"]);
        string built = Path.Combine(SharedFiles.RepositoryRoot, Project, "bin", Tool.Configuration);
        _program = Directory.EnumerateFiles(built, "DemandForecasting.dll", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc)!;
    }

    public Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] arguments) =>
        Tool.RunAsync(folder, "dotnet", [_program, .. arguments]);

    public Process Start(string folder, params string[] arguments) => Process.Start(Tool.Start(folder, "dotnet", [_program, .. arguments]))!;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
