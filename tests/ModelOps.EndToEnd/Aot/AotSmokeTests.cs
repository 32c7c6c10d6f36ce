using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Aot;

public sealed class AotSmokeTests
{
    private const string Tour =
        """
        versions 1.0.0 1.1.0
        alias kept at 1
        search 2
        promote METRIC_OUT_OF_BOUNDS to revision 1
        sign tour
        bom CycloneDX 1.6
        runs Finished depth=6 mae=4
        mlmodel onnx x: FP32[-1,4] -> y: FP32[-1,1]
        dvc d08b429d5b959bd8d13e3dc87c282f5b.dir
        collected 0
        """;

    [Fact]
    public async Task Host_PublishedWithNativeAot_RegistersServesAndStops()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "native AOT is tested on Linux");
        Assert.SkipUnless(Tool.IsInstalled("clang") || Tool.IsInstalled("gcc"), "native AOT needs a C compiler (apt-get install clang)");
        Assert.SkipUnless(File.Exists("/usr/include/zlib.h"), "native AOT needs the headers of zlib (apt-get install zlib1g-dev)");
        using TemporaryFolder folder = new();
        string published = folder.File("host");
        string log = await Tool.SucceedAsync(
            SharedFiles.RepositoryRoot,
            "dotnet",
            ["publish", "tests/ModelOps.AotSmoke", "--no-restore", "--configuration", Tool.Configuration, "--output", published, "--verbosity", "minimal"]);
        Assert.DoesNotMatch(@"\bIL\d{4}\b", log);

        string model = folder.Write("affine.onnx", TestModels.Affine(scale: 2, offset: 1));
        using Process host = Process.Start(Tool.Start(
            folder.Path,
            Path.Combine(published, "ModelOps.AotSmoke"),
            [
                "--urls", "http://127.0.0.1:0", $"--model={model}", $"--ModelOps:Registry:Path={folder.File("registry")}",
                $"--ModelOps:Drift:FolderBuckets:Path={folder.File("drift")}",
                $"--ModelOps:Drift:Performance:StateDirectory={folder.File("performance")}",
                $"--ModelOps:Drift:Streams:StateDirectory={folder.File("streams")}",
            ]))!;
        try
        {
            using HttpClient client = new() { BaseAddress = await AddressAsync(host), Timeout = TimeSpan.FromSeconds(30) };
            await ReadyAsync(client);
            JsonNode answer = await InferAsync(client);
            Assert.Equal("[3,5,7,9]", answer["outputs"]![0]!["data"]!.ToJsonString());
            Assert.Equal("1.0.0", (string?)answer["model_version"]);
            Assert.Equal("3 5 NaN 3", await client.GetStringAsync("/predict?first=1", TestContext.Current.CancellationToken));
            Assert.Equal(Tour, await client.GetStringAsync("/tour", TestContext.Current.CancellationToken));
            JsonNode alias = (await client.GetFromJsonAsync<JsonNode>("/api/2.0/mlflow/registered-models/alias?name=tour&alias=champion", TestContext.Current.CancellationToken))!;
            Assert.Equal("2", (string?)alias["model_version"]!["version"]);
            await AssertReportsAsync(client);
            await AssertLabelsJoinAsync(client);

            Assert.Equal(0, await Tool.TerminateAsync(host));
            AssertKept(folder.File("performance"), "call-1");
            AssertKept(folder.File("streams"), "kswin");
        }
        finally
        {
            if (!host.HasExited) { host.Kill(); }
        }
    }

    private static async Task<Uri> AddressAsync(Process host)
    {
        _ = host.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        List<string> said = [];
        while (await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is string line)
        {
            said.Add(line);
            if (Regex.Match(line, @"Now listening on: (http://\S+)") is { Success: true } match)
            {
                _ = host.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                return new Uri(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException($"The host ended before it listened:\n{string.Join('\n', said)}");
    }

    private static async Task ReadyAsync(HttpClient client)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            using HttpResponseMessage ready = await client.GetAsync("/v2/health/ready", deadline.Token);
            if (ready.IsSuccessStatusCode) { return; }
            await Task.Delay(50, deadline.Token);
        }
    }

    // What was asked over HTTP is profiled, kept, evaluated and told on a page.
    private static async Task AssertReportsAsync(HttpClient client)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        JsonNode reports = new JsonObject();
        for (int i = 0; i < 300 && reports["reports"] is not JsonArray { Count: 1 }; i++)
        {
            await InferAsync(client);
            await Task.Delay(100, cancellationToken);
            reports = (await client.GetFromJsonAsync<JsonNode>("/v2/admin/reports", cancellationToken))!;
        }

        Assert.Equal("affine", (string?)reports["reports"]![0]!["model"]);
        Assert.Contains("x[3]", await client.GetStringAsync("/v2/admin/reports/drift/affine?format=html", cancellationToken), StringComparison.Ordinal);
        JsonNode json = (await client.GetFromJsonAsync<JsonNode>("/v2/admin/reports/drift/affine?format=json", cancellationToken))!;
        Assert.Equal("modelops.drift-report", (string?)json["format"]);
    }

    private static async Task AssertLabelsJoinAsync(HttpClient client)
    {
        await InferAsync(client, "call-1");
        using HttpResponseMessage response = await client.PostAsJsonAsync(
            "/v2/admin/labels/affine", new JsonObject { ["id"] = "call-1", ["label"] = 4.5 }, TestContext.Current.CancellationToken);
        JsonNode outcomes = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.Equal(1, (int?)outcomes["joined"]);
    }

    private static void AssertKept(string folder, string text) =>
        Assert.Contains(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal));

    private static async Task<JsonNode> InferAsync(HttpClient client, string? id = null)
    {
        JsonObject request = new()
        {
            ["inputs"] = new JsonArray(new JsonObject
            {
                ["name"] = "x",
                ["shape"] = new JsonArray(1, 4),
                ["datatype"] = "FP32",
                ["data"] = new JsonArray(1, 2, 3, 4),
            }),
        };
        if (id is not null) { request["id"] = id; }
        using HttpResponseMessage response = await client.PostAsJsonAsync("/v2/models/affine/infer", request, TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }
}
