using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Sample;

public sealed class RegistryServerTests
{
    private const string MLmodel = """
        artifact_path: model
        flavors:
          onnx: {onnx_version: 1.16.0, data: model.onnx}
          python_function: {loader_module: mlflow.onnx, data: model.onnx, python_version: 3.11.7}
        """;

    private readonly SampleProgram _sample = new("RegistryServer");

    [Fact]
    public async Task Anonymous_AliasMovedOverMlflow_DeploysAndOutlivesAKill()
    {
        using TemporaryFolder folder = new();
        string[] arguments = ["--anonymous=true", "--port=0", $"--ModelOps:Registry:Path={folder.Path}/registry"];
        using (Process process = _sample.Start(folder.Path, arguments))
        {
            try
            {
                using HttpClient client = new() { BaseAddress = await SampleProgram.AddressAsync(process), Timeout = TimeSpan.FromSeconds(60) };
                await PublishAsync(client, TestModels.Affine(2, 0, columns: 1));
                await PublishAsync(client, TestModels.Affine(3, 1, columns: 1));
                await MoveAsync(client, "1");
                Assert.Equal(10, await AnswerAsync(client, awaited: 10));
                await MoveAsync(client, "2");
                Assert.Equal(16, await AnswerAsync(client, awaited: 16));

                client.DefaultRequestHeaders.Host = "evil.example"; // a page whose name was pointed at this machine
                using HttpResponseMessage refused = await client.GetAsync("registry/events", TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }

        using Process again = _sample.Start(folder.Path, arguments);
        try
        {
            using HttpClient client = new() { BaseAddress = await SampleProgram.AddressAsync(again), Timeout = TimeSpan.FromSeconds(60) };
            Assert.Equal(16, await AnswerAsync(client, awaited: 16));
            Assert.Equal(0, await Tool.TerminateAsync(again));
        }
        finally
        {
            if (!again.HasExited) { again.Kill(); }
        }
    }

    [Fact]
    public async Task Users_HaveTheRightsOfTheirRoles()
    {
        using TemporaryFolder folder = new();
        string hash = await HashAsync(folder.Path, "correct horse");
        using Process process = _sample.Start(
            folder.Path, "--urls=http://127.0.0.1:0", $"--ModelOps:Registry:Path={folder.Path}/registry",
            $"--ModelOps:Registry:MlflowApi:Basic:Users:ann:PasswordHash={hash}", "--ModelOps:Registry:MlflowApi:Basic:Users:ann:Roles:0=data-scientist");
        try
        {
            using HttpClient client = new() { BaseAddress = await SampleProgram.AddressAsync(process), Timeout = TimeSpan.FromSeconds(60) };
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "experiments/create", """{"name":"e"}"""));
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:correct horse")));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "experiments/create", """{"name":"e"}"""));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "experiments/delete", """{"experiment_id":"1"}"""));
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>What the Python client does to log a model and register it.</summary>
    private static async Task PublishAsync(HttpClient client, byte[] onnx)
    {
        string run = (string)(await CallAsync(client, "runs/create", """{"experiment_id":"0"}"""))["run"]!["info"]!["run_id"]!;
        await UploadAsync(client, $"0/{run}/artifacts/model/MLmodel", Encoding.UTF8.GetBytes(MLmodel));
        await UploadAsync(client, $"0/{run}/artifacts/model/model.onnx", onnx);
        _ = await StatusAsync(client, "registered-models/create", """{"name":"demand"}"""); // 400 the second time, as clients know
        await CallAsync(client, "model-versions/create", $$"""{"name":"demand","source":"runs:/{{run}}/model","run_id":"{{run}}"}""");
        await CallAsync(client, "runs/update", $$"""{"run_id":"{{run}}","status":"FINISHED"}""");
    }

    private static Task MoveAsync(HttpClient client, string version) =>
        CallAsync(client, "registered-models/alias", $$"""{"name":"demand","alias":"champion","version":"{{version}}"}""");

    /// <summary>Asks what the champion makes of 5 until the answer is the awaited one, a while long.</summary>
    private static async Task<double> AnswerAsync(HttpClient client, double awaited)
    {
        double answer = double.NaN;
        for (int attempt = 0; attempt < 1500 && answer != awaited; attempt++)
        {
            using HttpResponseMessage response = await client.PostAsync(
                "v2/models/demand/infer", Json("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,1],"data":[5]}]}"""), TestContext.Current.CancellationToken);
            if (response.IsSuccessStatusCode)
            {
                JsonNode? body = await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
                answer = (double)body!["outputs"]![0]!["data"]![0]!;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return answer;
    }

    private static async Task<JsonNode> CallAsync(HttpClient client, string call, string body)
    {
        using HttpResponseMessage response = await client.PostAsync($"api/2.0/mlflow/{call}", Json(body), TestContext.Current.CancellationToken);
        string answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{call}: {answer}");
        return JsonNode.Parse(answer)!;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string call, string body)
    {
        using HttpResponseMessage response = await client.PostAsync($"api/2.0/mlflow/{call}", Json(body), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task UploadAsync(HttpClient client, string path, byte[] bytes)
    {
        using ByteArrayContent content = new(bytes);
        using HttpResponseMessage response = await client.PutAsync($"api/2.0/mlflow-artifacts/artifacts/{path}", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<string> HashAsync(string folder, string password)
    {
        using Process process = _sample.Start(folder, "hash");
        await process.StandardInput.WriteLineAsync(password);
        process.StandardInput.Close();
        string hash = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return hash.Trim();
    }
}
