using System.ComponentModel;
using System.Diagnostics;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.WholeModels;

/// <summary>The voice detector Silero VAD as the package <c>@ricky0123/vad-web</c> carries it. Fetched at test time, once for all tests of a class; no copy is kept.</summary>
/// <remarks>The package says ISC of itself and nothing of the models in it; their own project, <c>snakers4/silero-vad</c>, publishes them under the MIT licence.</remarks>
public sealed class Silero : IAsyncLifetime
{
    private const string Package = "@ricky0123/vad-web@0.0.31";

    private readonly TemporaryFolder _folder = new();
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        try
        {
            if (!await RunAsync("npm", ["pack", Package, "--silent", "--fetch-retries=0", "--fetch-timeout=30000"])
                || !await RunAsync("tar", ["xzf", Path.GetFileName(Directory.GetFiles(_folder.Path, "*.tgz").Single())]))
            {
                _missing = $"needs {Package} from the package registry that npm is set up for";
            }
        }
        catch (Win32Exception)
        {
            _missing = "needs npm";
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads one of the models; skips the test when it could not be fetched.</summary>
    internal OnnxModel Read(string name)
    {
        Assert.SkipWhen(_missing is not null, _missing ?? string.Empty);
        return OnnxModelReader.ReadFile(Path.Combine(_folder.Path, "package", "dist", name));
    }

    private async Task<bool> RunAsync(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = _folder.Path, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
