using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ModelOps.Registry.Mlflow;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

/// <summary>What Python's YAML reader, which MLflow uses, makes of our files.</summary>
public sealed class PythonYamlTests
{
    [Fact]
    public async Task ToYaml_TrickyTexts_MeanTheSameToPython()
    {
        string[] texts =
        [
            "yes", "No", "on", "OFF", "y", "n", "null", "~", "", " ", "1", "1_000", "0x1F", "0o7", "017", "1e5", "1.0e+5", ".5", "1.", ".inf", "-.INF", ".nan", "1:30",
            "2026-11-23", "2026-11-23 09:39:44.985259", "a: b", "a #b", "#a", "- a", "-", "? a", "*a", "&a", "!a", "%a", "@a", "`a", "'a'", "\"a\"", "it's", "a\nb", "a\n", "\ta",
            "a\tb", "{a}", "[a]", "a,b", "|", ">", "=", "<<", "\\", "ä", "π", "\U0001F600", "\u0001", "\u0085", "\u2028", new string('x', 5000), "a " + new string('y', 300) + " z",
        ];
        double[] numbers = [0, 1, -1, 0.1, 1e-7, 1e16, 1.5e300, -2.5e-300, double.MaxValue, double.Epsilon];
        string metadata = JsonSerializer.Serialize(new { texts, numbers, keys = texts.Distinct().ToDictionary(static t => t, static t => t) });
        MlflowModel model = MlflowModel.ForOnnx("model.onnx") with { Metadata = JsonDocument.Parse(metadata).RootElement };

        using JsonDocument read = JsonDocument.Parse(await ReadWithPythonAsync(model.ToYaml()));

        JsonElement found = read.RootElement.GetProperty("metadata");
        Assert.Equal(texts, found.GetProperty("texts").EnumerateArray().Select(static t => t.GetString()));
        Assert.Equal(numbers, found.GetProperty("numbers").EnumerateArray().Select(static n => n.GetDouble()));
        Assert.All(found.GetProperty("keys").EnumerateObject(), static p => Assert.Equal(p.Name, p.Value.GetString()));
        Assert.Equal("mlflow.onnx", read.RootElement.GetProperty("flavors").GetProperty("python_function").GetProperty("loader_module").GetString());
        Assert.Equal(JsonValueKind.Null, read.RootElement.GetProperty("flavors").GetProperty("onnx").GetProperty("code").ValueKind);
    }

    private static async Task<string> ReadWithPythonAsync(string yaml)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using Process? python = Start();
        Assert.SkipUnless(python is not null, "needs python3 with its module yaml (Debian: python3-yaml)");
        Task<string> output = python.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = python.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await python.StandardInput.WriteAsync(yaml.AsMemory(), cancellation);
            python.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read: the module is missing.
        }

        await python.WaitForExitAsync(cancellation);
        Assert.SkipWhen((await errors).Contains("ModuleNotFoundError", StringComparison.Ordinal), "needs python3 with its module yaml (Debian: python3-yaml)");
        Assert.True(python.ExitCode == 0, await errors);
        return await output;
    }

    private static Process? Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", ["-c", "import sys, json, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                Environment = { ["PYTHONIOENCODING"] = "utf-8" },
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
