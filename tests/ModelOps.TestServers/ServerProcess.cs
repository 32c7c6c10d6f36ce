using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ModelOps.TestServers;

/// <summary>A real server that a test starts on a free loopback port and stops. A test whose server is not installed is skipped with the package's name.</summary>
public abstract class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120); // on a machine that does much else
    private Process? _process;

    public int Port { get; } = FreePort();

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Finds a program, or skips the test.</summary>
    public static string Require(string program, string package)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator), "/usr/sbin", "/usr/local/sbin"];
        string? found = folders.Where(static f => f.Length > 0).Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"There is no {program}: install the package {package}.");
        return found!;
    }

    /// <summary>A port of this machine where nothing listens, and that no other test gets while this process lives.</summary>
    public static int FreePort() => Ports.Take();

    /// <summary>Starts it, or starts it again on the same port, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        ProcessStartInfo start = Describe();
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        List<string> output = [];
        DataReceivedEventHandler keep = (_, line) => { lock (output) { if (line.Data is not null && output.Count < 200) { output.Add(line.Data); } } };
        _process.OutputDataReceived += keep;
        _process.ErrorDataReceived += keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        long began = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > StartTimeout)
            {
                await KillAsync();
                lock (output) { Assert.Fail($"{start.FileName} did not start: {string.Join('\n', output)}"); }
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } process) { return; }
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract ProcessStartInfo Describe();

    /// <summary>Whether it takes calls now. Default: whether its port does.</summary>
    protected virtual async Task<bool> AnswersAsync()
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
