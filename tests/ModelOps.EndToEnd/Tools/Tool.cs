using System.Diagnostics;
using System.Text;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Tools;

/// <summary>Runs a program to its end and keeps what it said.</summary>
internal static class Tool
{
    /// <summary>Configuration these tests were built in; what they pack or publish is built in the same.</summary>
    public const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    public static async Task<(int ExitCode, string Output)> RunAsync(
        string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using Process process = new() { StartInfo = Start(folder, program, arguments, environment) };
        StringBuilder output = new();
        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) { return; } // the end of the stream
            lock (output) { output.Append(line.Data).Append('\n'); }
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited) { process.Kill(entireProcessTree: true); }
        }

        lock (output) { return (process.ExitCode, output.ToString()); }
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static async Task<string> SucceedAsync(
        string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        (int exitCode, string output) = await RunAsync(folder, program, arguments, environment);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Runs a script of the repository that must succeed.</summary>
    public static Task<string> ScriptAsync(string script, params string[] arguments) =>
        SucceedAsync(SharedFiles.RepositoryRoot, "bash", [script, .. arguments]);

    /// <summary>Tells a process to end, as an orchestrator does, and waits until it has. The shell's own <c>kill</c> needs no further package.</summary>
    public static async Task<int> TerminateAsync(Process process)
    {
        await SucceedAsync(Path.GetTempPath(), "sh", ["-c", $"kill -TERM {process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    public static ProcessStartInfo Start(
        string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // a build started here leaves no process behind
        start.Environment["UseSharedCompilation"] = "false";
        foreach (KeyValuePair<string, string?> variable in environment ?? new Dictionary<string, string?>())
        {
            if (variable.Value is null) { start.Environment.Remove(variable.Key); }
            else { start.Environment[variable.Key] = variable.Value; }
        }

        return start;
    }
}
