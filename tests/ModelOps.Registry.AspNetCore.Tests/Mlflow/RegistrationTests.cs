using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

/// <summary>From a run to a version that .NET hosts load, as <c>log_model(registered_model_name=…)</c> does it.</summary>
public sealed class RegistrationTests
{
    private static readonly byte[] Onnx = "ONNX bytes"u8.ToArray();

    private const string Mlmodel = """
        flavors:
          onnx:
            data: model.onnx
            onnx_version: 1.17.0
          python_function:
            loader_module: mlflow.onnx
        signature:
          inputs: '[{"name": "x", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]'
          outputs: '[{"name": "y", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 1]}}]'
          params: null
        """;

    [Fact]
    public async Task CreateVersion_OfALoggedModel_IsSeenLoadableByDotNet()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        (string run, string model, string root) = await LogAsync(app);
        await app.CallAsync("POST", "registered-models/create", """{"name":"net"}""");
        JsonElement version = (await app.CallAsync("POST", "model-versions/create", $$"""{"name":"net","source":"models:/{{model}}","model_id":"{{model}}","tags":[{"key":"a","value":"b"}],"description":"dd"}""")).GetProperty("model_version");
        Assert.Equal(("1", run, "READY", $"models:/{model}"), (version.GetProperty("version").GetString(), version.GetProperty("run_id").GetString(), version.GetProperty("status").GetString(), version.GetProperty("source").GetString()));

        ModelVersion seen = await app.Registry.ResolveAsync(ModelReference.Parse("net"), TestContext.Current.CancellationToken);
        Assert.Equal(("onnx", run), (seen.Format, seen.RunId));
        Assert.Equal(["MLmodel", "code/helper.py", "model.onnx"], seen.Files.Select(static f => f.Path));
        Assert.Equal(0.9, seen.Metrics["auc"]);
        Assert.Equal("x", Assert.Single(seen.Signature!.Inputs).Name);
        ModelPackage package = await app.Registry.FetchAsync(seen, TestContext.Current.CancellationToken);
        Assert.Equal(Onnx, await File.ReadAllBytesAsync(Path.Combine(package.Directory, "model.onnx"), TestContext.Current.CancellationToken));
        string tag = (await app.CallAsync("GET", $"logged-models/{model}")).GetProperty("model").GetProperty("info").GetProperty("tags").EnumerateArray().Single(static t => t.GetProperty("key").GetString() == "mlflow.modelVersions").GetProperty("value").GetString()!;
        Assert.Equal("""[{"name": "net", "version": 1}]""", tag);
        Assert.StartsWith("mlflow-artifacts:/", root, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadUri_AfterTheRunsFilesChanged_GivesWhatWasRegistered()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        (_, string model, string root) = await LogAsync(app);
        await app.CallAsync("POST", "registered-models/create", """{"name":"net"}""");
        await app.CallAsync("POST", "model-versions/create", $$"""{"name":"net","source":"models:/{{model}}"}""");
        await app.UploadAsync($"{PathOf(root)}/model.onnx", "poisoned"u8.ToArray());
        string uri = (await app.CallAsync("GET", "model-versions/get-download-uri?name=net&version=1")).GetProperty("artifact_uri").GetString()!;
        string list = (await app.CallAsync("GET", $"/api/2.0/mlflow-artifacts/artifacts?path={Uri.EscapeDataString(PathOf(uri))}")).GetProperty("files").GetRawText();
        Assert.Equal($$"""[{"path":"MLmodel","is_dir":false,"file_size":{{Encoding.UTF8.GetByteCount(Mlmodel)}}},{"path":"code","is_dir":true},{"path":"model.onnx","is_dir":false,"file_size":10}]""", list);
        Assert.Equal(Onnx, await app.DownloadAsync($"{PathOf(uri)}/model.onnx"));
        Assert.Equal("import x"u8.ToArray(), await app.DownloadAsync($"{PathOf(uri)}/code/helper.py"));
        await app.RefusedAsync("GET", $"/api/2.0/mlflow-artifacts/artifacts/{PathOf(uri)}/nothing", null, 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Theory]
    [InlineData("runs:/{run}/model")]
    [InlineData("mlflow-artifacts:/0/{run}/artifacts/model")]
    public async Task CreateVersion_OfARunsFolder_TakesItsFiles(string source)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        (string run, _, _) = await LogAsync(app);
        await app.UploadAsync($"0/{run}/artifacts/model/MLmodel", Encoding.UTF8.GetBytes(Mlmodel));
        await app.UploadAsync($"0/{run}/artifacts/model/model.onnx", Onnx);
        await app.CallAsync("POST", "registered-models/create", """{"name":"net"}""");
        await app.CallAsync("POST", "model-versions/create", $$"""{"name":"net","source":"{{source.Replace("{run}", run, StringComparison.Ordinal)}}","run_id":"{{run}}"}""");
        ModelVersion seen = await app.Registry.ResolveAsync(ModelReference.Parse("net"), TestContext.Current.CancellationToken);
        Assert.Equal(("onnx", run, 2), (seen.Format, seen.RunId, seen.Files.Count));
    }

    [Fact]
    public async Task CreateVersion_FilesOfAnotherRun_IsRefused()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        (string run, _, _) = await LogAsync(app);
        (string other, _, _) = await LogAsync(app);
        await app.UploadAsync($"0/{other}/artifacts/model/model.onnx", Onnx);
        await app.CallAsync("POST", "registered-models/create", """{"name":"net"}""");
        string message = await app.RefusedAsync("POST", "model-versions/create", $$"""{"name":"net","source":"mlflow-artifacts:/0/{{other}}/artifacts/model","run_id":"{{run}}"}""", 400, "INVALID_PARAMETER_VALUE");
        Assert.StartsWith("Invalid model version source", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("file:///etc")]
    [InlineData("relative/path")]
    [InlineData("mlflow-artifacts:/1/../../x")]
    [InlineData("mlflow-artifacts:/1/%2e%2e/x")]
    [InlineData("s3://bucket/../x")]
    [InlineData("models:/m-00000000000000000000000000000000")]
    [InlineData("models:/other/1")]
    [InlineData("runs:/nope/model")]
    public async Task CreateVersion_SourceThatIsNone_IsRefused(string source)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", """{"name":"net"}""");
        (int status, _) = await app.SendAsync("POST", "/api/2.0/mlflow/model-versions/create", $$"""{"name":"net","source":"{{source}}"}""");
        Assert.True(status is 400 or 404, $"{status}");
        await app.RefusedAsync("POST", "model-versions/create", """{"name":"absent","source":"s3://b/m"}""", 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task CreateVersion_Elsewhere_IsListedAndDownloadedFromThere()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.CallAsync("POST", "registered-models/create", """{"name":"net"}""");
        await app.CallAsync("POST", "model-versions/create", """{"name":"net","source":"s3://bucket/m","run_link":"https://ci.example/7"}""");
        Assert.Equal("s3://bucket/m", (await app.CallAsync("GET", "model-versions/get-download-uri?name=net&version=1")).GetProperty("artifact_uri").GetString());
        JsonElement version = (await app.CallAsync("GET", "model-versions/get?name=net&version=1")).GetProperty("model_version");
        Assert.Equal("https://ci.example/7", version.GetProperty("run_link").GetString());
        Assert.False(version.TryGetProperty("tags", out _));
        await app.RefusedAsync("POST", "model-versions/set-tag", """{"name":"net","version":"1","key":"modelops.mlflow.run_link","value":"x"}""", 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task CreateVersion_ElsewhereWhereTheHostForbidsIt_IsRefused()
    {
        await using MlflowApp app = await MlflowApp.StartAsync(static builder => builder.Services.Configure<MlflowApiOptions>(static o => o.AllowSourcesElsewhere = false));
        await app.CallAsync("POST", "registered-models/create", """{"name":"net"}""");
        Assert.Contains("AllowSourcesElsewhere", await app.RefusedAsync("POST", "model-versions/create", """{"name":"net","source":"s3://bucket/m"}""", 400, "INVALID_PARAMETER_VALUE"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateVersion_OfAnotherVersion_CopiesItsFiles()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        (string run, string model, _) = await LogAsync(app);
        await app.CallAsync("POST", "registered-models/create", """{"name":"net"}""");
        await app.CallAsync("POST", "registered-models/create", """{"name":"copy"}""");
        await app.CallAsync("POST", "model-versions/create", $$"""{"name":"net","source":"models:/{{model}}"}""");
        await app.CallAsync("POST", "model-versions/create", """{"name":"copy","source":"models:/net/1"}""");
        ModelVersion first = await app.Registry.ResolveAsync(ModelReference.Parse("net"), TestContext.Current.CancellationToken);
        ModelVersion copy = await app.Registry.ResolveAsync(ModelReference.Parse("copy"), TestContext.Current.CancellationToken);
        Assert.Equal((first.Digest, first.Format, run), (copy.Digest, copy.Format, copy.RunId));
    }

    [Fact]
    public async Task SetAlias_OverTheApi_ReachesWatchersInTheProcess()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        (_, string model, _) = await LogAsync(app);
        await app.CallAsync("POST", "registered-models/create", """{"name":"net"}""");
        await app.CallAsync("POST", "model-versions/create", $$"""{"name":"net","source":"models:/{{model}}"}""");
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await app.CallAsync("POST", "registered-models/alias", """{"name":"net","alias":"champion","version":"1"}""");
        await foreach (RegistryEvent news in app.Services.GetRequiredService<IModelRegistry>().WatchAsync(0, limit.Token))
        {
            if (news.Kind == RegistryEventKind.AliasMoved)
            {
                Assert.Equal(("net", "champion", 1), (news.Model, news.Alias, news.Number));
                return;
            }
        }
    }

    [Fact]
    public async Task ListArtifacts_OfARunAndALoggedModel_ArePathsFromTheRoot()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        (string run, string model, string root) = await LogAsync(app);
        await app.UploadAsync($"0/{run}/artifacts/sub/x.txt", [1]);
        JsonElement list = await app.CallAsync("GET", $"artifacts/list?run_id={run}&run_uuid={run}&path=sub");
        Assert.Equal($"mlflow-artifacts:/0/{run}/artifacts", list.GetProperty("root_uri").GetString());
        Assert.Equal("""[{"path":"sub/x.txt","is_dir":false,"file_size":1}]""", list.GetProperty("files").GetRawText());
        JsonElement files = await app.CallAsync("GET", $"logged-models/{model}/artifacts/directories?artifact_directory_path=code");
        Assert.Equal((root, "code/helper.py"), (files.GetProperty("root_uri").GetString(), files.GetProperty("files")[0].GetProperty("path").GetString()));
        await app.RefusedAsync("GET", $"artifacts/list?run_id={run}&path=..%2F..", null, 400, "INVALID_PARAMETER_VALUE");
    }

    private static string PathOf(string uri) => uri["mlflow-artifacts:/".Length..];

    private static async Task<(string Run, string Model, string Root)> LogAsync(MlflowApp app)
    {
        string run = (await app.CallAsync("POST", "runs/create", """{"experiment_id":"0"}""")).GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
        JsonElement info = (await app.CallAsync("POST", "logged-models", $$"""{"experiment_id":"0","name":"net","source_run_id":"{{run}}"}""")).GetProperty("model").GetProperty("info");
        string model = info.GetProperty("model_id").GetString()!;
        string root = info.GetProperty("artifact_uri").GetString()!;
        await app.UploadAsync($"{PathOf(root)}/MLmodel", Encoding.UTF8.GetBytes(Mlmodel));
        await app.UploadAsync($"{PathOf(root)}/model.onnx", Onnx);
        await app.UploadAsync($"{PathOf(root)}/code/helper.py", "import x"u8.ToArray());
        await app.CallAsync("PATCH", $"logged-models/{model}", """{"status":"LOGGED_MODEL_READY"}""");
        await app.CallAsync("POST", "runs/log-metric", $$"""{"run_id":"{{run}}","key":"auc","value":0.9,"timestamp":1,"step":0,"model_id":"{{model}}"}""");
        return (run, model, root);
    }
}
