using System.Diagnostics;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>An Alertmanager, alone, with a configuration of the test's.</summary>
public sealed class AlertmanagerServer : ServerProcess
{
    private const string Package = "prometheus-alertmanager";
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    private AlertmanagerServer(string configuration) => File.WriteAllText(Path.Combine(_folder.Path, "alertmanager.yml"), configuration);

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static async Task<AlertmanagerServer> CreateAsync(string configuration)
    {
        Require("prometheus-alertmanager", Package);
        AlertmanagerServer server = new(configuration);
        await server.StartAsync();
        return server;
    }

    /// <summary>Runs <c>amtool check-config</c>.</summary>
    public static Task<(int ExitCode, string Output)> CheckAsync(string file) => ToolRun.RunAsync(Require("amtool", Package), "check-config", file);

    /// <summary>What it answers to a GET.</summary>
    public Task<string> GetAsync(string path) => _http.GetStringAsync(new Uri(Address, path));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    protected override ProcessStartInfo Describe() => new(
        Require("prometheus-alertmanager", Package),
        [
            $"--config.file={_folder.Path}/alertmanager.yml", $"--web.listen-address=127.0.0.1:{Port}", "--cluster.listen-address=", $"--storage.path={_folder.Path}/data",
            "--log.level=warn",
        ]);

    protected override Task<bool> AnswersAsync() => ToolRun.AnswersAsync(_http, new Uri(Address, "-/ready"));
}
