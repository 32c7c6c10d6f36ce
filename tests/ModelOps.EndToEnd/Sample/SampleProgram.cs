using System.Diagnostics;
using System.Text.RegularExpressions;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Sample;

/// <summary>Runs a sample, as the solution was built, as a process.</summary>
/// <param name="name">Name of its project.</param>
public sealed class SampleProgram(string name)
{
    private readonly string _program = Find(name);

    public Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] arguments) =>
        Tool.RunAsync(folder, "dotnet", [_program, .. arguments]);

    public Process Start(string folder, params string[] arguments) => Process.Start(Tool.Start(folder, "dotnet", [_program, .. arguments]))!;

    /// <summary>Waits until a started sample says where it listens.</summary>
    public static async Task<Uri> AddressAsync(Process process)
    {
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is string line)
        {
            if (Regex.Match(line, @"Now listening on: (http://\S+)") is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                return new Uri(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The sample ended before it listened.");
    }

    private static string Find(string name)
    {
        string built = Path.Combine(SharedFiles.RepositoryRoot, "samples", name, "bin", Tool.Configuration);
        string? program = Directory.Exists(built)
            ? Directory.EnumerateFiles(built, $"{name}.dll", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc)
            : null;
        return program ?? throw new InvalidOperationException($"The sample is not built in {Tool.Configuration}: build the solution first, as test.sh does.");
    }
}
