using System.Diagnostics;

namespace ModelOps.Registry.Tests.Processes;

/// <summary>A real process of <c>ModelOps.Registry.CrashChild</c>.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static Child Start(params string[] arguments)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "ModelOps.Registry.CrashChild" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        return new Child(Process.Start(new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        string? line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        if (line is null) { Assert.Fail("the process ended early: " + await _process.StandardError.ReadToEndAsync(cancellationToken)); }
        Assert.Equal("ready", line);
    }

    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Kills it (SIGKILL where there are signals).</summary>
    /// <returns>The whole lines it had written; whatever it wrote of an unfinished one is dropped.</returns>
    public async Task<IReadOnlyList<string>> KillAsync(CancellationToken cancellationToken)
    {
        Assert.False(_process.HasExited, "the process ended before it was killed");
        _process.Kill();
        string output = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        string errors = await _process.StandardError.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        Assert.Equal("", errors);
        return output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Waits for its own end, which must be a success.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        string errors = await _process.StandardError.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        Assert.Equal((0, ""), (_process.ExitCode, errors));
    }

    public void Dispose()
    {
        if (!_process.HasExited) { _process.Kill(); }
        _process.Dispose();
    }
}
