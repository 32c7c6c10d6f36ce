using System.Net;
using System.Net.Sockets;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Sample;

/// <summary>What an operator sees when the sample cannot run: one clear message and exit code 1, never an unhandled exception.</summary>
public sealed class SampleFailureTests
{
    private readonly SampleProgram _sample = new("DemandForecasting");

    [Theory]
    [InlineData("ModelOps:Serving:WarmUpRuns", "-1", "error: ModelOps:Serving:WarmUpRuns is -1. Set it to 0 to 10000")]
    [InlineData("ModelOps:Serving:WarmUpRuns", "abc", "error: Failed to convert configuration value 'abc' at 'ModelOps:Serving:WarmUpRuns'")]
    [InlineData("ModelOps:Endpoints:MaxRequestBodyBytes", "0", "error: ModelOps:Endpoints:MaxRequestBodyBytes is 0. Set it to a number of bytes from 1")]
    [InlineData("ModelOps:Registry:PollInterval", "0", "error: ModelOps:Registry:PollInterval is '00:00:00'. Use 00:00:00.01 to 01:00:00.")]
    [InlineData("ModelOps:Registry:Path", "", "error: ModelOps:Registry:Path is empty. Set it to a folder")]
    public async Task Serve_WrongSetting_SaysKeyValueAndMend(string key, string value, string expected)
    {
        using TemporaryFolder folder = new();
        (int exitCode, string output) = await _sample.RunAsync(folder.Path, "serve", "--urls=http://127.0.0.1:0", $"--{key}={value}");
        Assert.StartsWith(expected, output);
        Assert.DoesNotContain("   at ", output);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task Serve_SeveralWrongSettings_SaysThemAll()
    {
        using TemporaryFolder folder = new();
        (_, string output) = await _sample.RunAsync(folder.Path, "serve", "--ModelOps:Serving:WarmUpRuns=-1", "--ModelOps:Drift:Alpha=7");
        Assert.Contains("ModelOps:Serving:WarmUpRuns is -1.", output);
        Assert.Contains("ModelOps:Drift:Alpha is 7.", output);
    }

    [Fact]
    public async Task Story_FolderOfSomethingElse_IsRefusedAndKept()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("precious"));
        string precious = folder.Write("precious/file.txt", "kept"u8.ToArray());
        (int exitCode, string output) = await _sample.RunAsync(folder.Path, "--ModelOps:Registry:Path=precious");
        Assert.StartsWith("error: 'precious' holds something else than a registry", output);
        Assert.Equal(1, exitCode);
        Assert.True(File.Exists(precious));
    }

    [Fact]
    public async Task Serve_RegistryThatIsNone_SaysSo()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("registry"));
        folder.Write("registry/registry.db", "no database"u8.ToArray());
        (int exitCode, string output) = await _sample.RunAsync(folder.Path, "serve", "--urls=http://127.0.0.1:0", "--ModelOps:Registry:Path=registry");
        Assert.StartsWith("error: The registry's metadata file 'registry.db' is damaged or not a database.", output);
        Assert.DoesNotContain("   at ", output);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task Serve_PortInUse_SaysSoInItsLastLine()
    {
        using TcpListener holder = new(IPAddress.Loopback, 0);
        holder.Start();
        using TemporaryFolder folder = new();
        string address = $"http://{holder.LocalEndpoint}";
        (int exitCode, string output) = await _sample.RunAsync(folder.Path, "serve", $"--urls={address}", "--ModelOps:Registry:Path=registry");
        Assert.Equal($"error: Failed to bind to address {address}: address already in use.", output.TrimEnd().Split('\n')[^1]);
        Assert.Equal(1, exitCode);
    }
}
