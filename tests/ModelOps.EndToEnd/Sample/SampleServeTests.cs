using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Sample;

public sealed class SampleServeTests
{
    private readonly SampleProgram _sample = new("DemandForecasting");

    [Fact]
    public async Task Serve_CallOfTheReadme_IsAnsweredAndTerminationEndsCleanly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM");
        using TemporaryFolder folder = new();
        using Process process = _sample.Start(folder.Path, "serve", "--urls=http://127.0.0.1:0", "--ModelOps:Registry:Path=registry");
        try
        {
            using HttpClient client = new() { BaseAddress = await SampleProgram.AddressAsync(process), Timeout = TimeSpan.FromSeconds(30) };
            while ((await client.GetAsync("v2/health/ready", TestContext.Current.CancellationToken)).StatusCode != HttpStatusCode.OK)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            string readme = await File.ReadAllTextAsync(Path.Combine(SharedFiles.RepositoryRoot, "samples/DemandForecasting/README.md"), TestContext.Current.CancellationToken);
            string body = Regex.Match(readme, @"/infer .* -d '(.*)'").Groups[1].Value;
            using StringContent content = new(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await client.PostAsync("v2/models/demand/infer", content, TestContext.Current.CancellationToken);
            string answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, answer);
            Assert.InRange((double)JsonNode.Parse(answer)!["outputs"]![0]!["data"]![0]!, 15, 25); // the README says near 20

            Assert.Equal(0, await Tool.TerminateAsync(process));
        }
        finally
        {
            if (!process.HasExited) { process.Kill(); }
        }
    }
}
