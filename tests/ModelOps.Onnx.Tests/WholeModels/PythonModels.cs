using System.Diagnostics;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.WholeModels;

/// <summary>Models that a Python script trains and writes, once for all tests of a class. Each is <c>name.onnx</c> with its inputs and Python's own answers in <c>name.data</c>.</summary>
/// <param name="modules">What the script imports.</param>
/// <param name="packages">Debian's packages of it, for the reason of a skip.</param>
/// <param name="script">The script; its argument is the folder to write to.</param>
public abstract class PythonModels(string modules, string packages, string script) : IAsyncLifetime
{
    private const string Python = "/usr/bin/python3";

    private readonly TemporaryFolder _folder = new();
    private string? _missing;

    /// <summary>Runs the script.</summary>
    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Python) || (await ExecuteAsync($"import onnx, {modules}")).Code != 0)
        {
            _missing = $"needs Debian's python3-onnx and {packages}";
            return;
        }

        (int code, string errors) = await ExecuteAsync(script);
        Assert.True(code == 0, errors);
    }

    /// <summary>Deletes the models.</summary>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads a model; skips the test when Python lacks something.</summary>
    internal PythonModel Get(string name)
    {
        Assert.SkipWhen(_missing is not null, _missing ?? string.Empty);
        return new PythonModel(
            OnnxModelReader.ReadFile(_folder.File($"{name}.onnx")),
            OnnxModelReader.ReadFile(_folder.File($"{name}.data"), new OnnxReadOptions { Validate = false }).Graph.Initializers);
    }

    private async Task<(int Code, string Errors)> ExecuteAsync(string text)
    {
        ProcessStartInfo start = new(Python, ["-c", text, _folder.Path]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"] = "python";
        start.Environment["OMP_NUM_THREADS"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors + await output);
    }
}
