using System.Diagnostics;
using ModelOps.TestSupport;

namespace ModelOps.TestServers;

/// <summary>A Prometheus that scrapes and alerts as a configuration of the test's says.</summary>
public sealed class PrometheusServer : ServerProcess
{
    private const string Package = "prometheus";
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    private PrometheusServer(string configuration, string rules)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "prometheus.yml"), configuration);
        File.WriteAllText(Path.Combine(_folder.Path, "rules.yml"), rules);
    }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <param name="configuration">Its configuration; <c>rules.yml</c> in the same folder are the rules.</param>
    /// <param name="rules">The rules.</param>
    public static async Task<PrometheusServer> CreateAsync(string configuration, string rules)
    {
        Require("prometheus", Package);
        PrometheusServer server = new(configuration, rules);
        await server.StartAsync();
        return server;
    }

    /// <summary>Runs <c>promtool</c>.</summary>
    public static Task<(int ExitCode, string Output)> ToolAsync(params string[] arguments) => ToolRun.RunAsync(Require("promtool", Package), arguments);

    /// <summary>What it answers to a GET.</summary>
    public Task<string> GetAsync(string path) => _http.GetStringAsync(new Uri(Address, path));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    protected override ProcessStartInfo Describe() => new(
        Require("prometheus", Package),
        [$"--config.file={_folder.Path}/prometheus.yml", $"--web.listen-address=127.0.0.1:{Port}", $"--storage.tsdb.path={_folder.Path}/data", "--log.level=warn"]);

    protected override Task<bool> AnswersAsync() => ToolRun.AnswersAsync(_http, new Uri(Address, "-/ready"));
}
