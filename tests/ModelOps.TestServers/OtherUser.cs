using System.Diagnostics;

namespace ModelOps.TestServers;

/// <summary>Servers that refuse to run as root, run as their package's own user when the tests are root.</summary>
internal static class OtherUser
{
    public static bool IsRoot => Environment.UserName == "root";

    /// <summary>A command as it must be started to run as that user: the process itself, with no other in between.</summary>
    public static ProcessStartInfo As(string user, string program, params IEnumerable<string> arguments) => IsRoot
        ? new ProcessStartInfo(ServerProcess.Require("setpriv", "util-linux"), [$"--reuid={user}", $"--regid={user}", "--clear-groups", "--", program, .. arguments])
        : new ProcessStartInfo(program, arguments);

    /// <summary>Gives a folder to that user, when the tests are root.</summary>
    public static async Task GiveAsync(string folder, string user)
    {
        if (IsRoot) { await RunAsync("chown", ["-R", $"{user}:{user}", folder]); }
    }

    /// <param name="program">Program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="highestGood">Highest exit status that is no failure.</param>
    public static Task RunAsync(string program, IEnumerable<string> arguments, int highestGood = 0) => RunAsync(new ProcessStartInfo(program, arguments), highestGood);

    public static async Task RunAsync(ProcessStartInfo start, int highestGood = 0)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode > highestGood) { throw new InvalidOperationException($"{start.FileName} failed: {await output}{errors}"); }
    }
}
