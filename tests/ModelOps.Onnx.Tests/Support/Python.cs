using System.Diagnostics;

namespace ModelOps.Onnx.Tests.Support;

/// <summary>Runs scripts with Debian's Python and its <c>python3-onnx</c>; tests that use it skip where that is absent.</summary>
internal static class Python
{
    private const string Executable = "/usr/bin/python3";

    public static async Task RunAsync(string script, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Executable) && (await ExecuteAsync("import onnx", [])).Code == 0, "needs Debian's python3-onnx");
        (int code, string errors) = await ExecuteAsync(script, arguments);
        Assert.True(code == 0, errors);
    }

    private static async Task<(int Code, string Errors)> ExecuteAsync(string script, string[] arguments)
    {
        ProcessStartInfo start = new(Executable, ["-c", script, .. arguments]) { RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"] = "python";
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, errors);
    }
}
