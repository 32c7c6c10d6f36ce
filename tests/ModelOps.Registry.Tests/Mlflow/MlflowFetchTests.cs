using System.Net;
using System.Text;
using ModelOps.Registry.Mlflow;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

public sealed class MlflowFetchTests : IDisposable
{
    private const string ForeignModelFile = """
        flavors:
          onnx: {data: model.onnx}
          python_function: {loader_module: mlflow.onnx}
        signature:
          inputs: '[{"name": "x", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 2]}}]'
          outputs: '[{"name": "y", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1]}}]'
        """;

    private readonly MlflowFixture _mlflow = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _mlflow.Dispose();

    [Fact]
    public async Task FetchAsync_SeveralFiles_LieUnderTheirOwnPathsAndAreNotFetchedTwice()
    {
        ModelVersion version = await RegisterAsync(("model.onnx", "weights"), ("sub/a.txt", "a"));

        ModelPackage first = await _mlflow.Registry.FetchAsync(version, Cancellation);
        int requests = Downloads();
        ModelPackage again = await _mlflow.NewClient().Registry.FetchAsync(version, Cancellation);

        Assert.Equal(first.Directory, again.Directory);
        Assert.Equal(["model.onnx", "sub/a.txt"], first.Files);
        Assert.Equal("a", await File.ReadAllTextAsync(Path.Combine(first.Directory, "sub", "a.txt"), Cancellation));
        Assert.Equal((version.Digest, 1L), (first.Digest, first.Number));
        Assert.Equal(requests, Downloads());
    }

    [Fact]
    public async Task FetchAsync_VersionThatSharesFiles_FetchesOnlyWhatIsNew()
    {
        ModelVersion first = await RegisterAsync(("model.onnx", "weights"), ("vocabulary.txt", "v1"));
        ModelVersion second = await RegisterAsync(("model.onnx", "weights"), ("vocabulary.txt", "v2"));
        await _mlflow.Registry.FetchAsync(first, Cancellation);
        int before = Downloads();

        await _mlflow.Registry.FetchAsync(second, Cancellation);

        Assert.Equal(before + 1, Downloads());
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("sub/a.txt")]
    public async Task FetchAsync_TamperedOnTheServer_IsRefusedAndSaysWhich(string path)
    {
        ModelVersion version = await RegisterAsync(("model.onnx", "weights"), ("sub/a.txt", "a"));
        byte[] stored = _mlflow.Server.Artifacts[$"{_mlflow.Server.FolderOf("demand", 1)}/{path}"];
        stored[0] ^= 1;

        ArtifactDigestMismatchException error = await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => _mlflow.Registry.FetchAsync(version, Cancellation));

        Assert.Equal(path, error.Artifact);
    }

    [Fact]
    public async Task FetchAsync_LostOnTheServer_IsReported()
    {
        ModelVersion version = await RegisterAsync(("model.onnx", "weights"));
        _mlflow.Server.Artifacts.Remove($"{_mlflow.Server.FolderOf("demand", 1)}/model.onnx");

        Assert.Equal("no file", (await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => _mlflow.Registry.FetchAsync(version, Cancellation))).Actual);
    }

    [Fact]
    public async Task FetchAsync_CacheChangedOnThisMachine_FetchesAgain()
    {
        ModelVersion version = await RegisterAsync(("model.onnx", "weights"));
        ModelPackage package = await _mlflow.Registry.FetchAsync(version, Cancellation);
        string file = Path.Combine(package.Directory, "model.onnx");
        File.SetAttributes(file, FileAttributes.Normal);
        await File.WriteAllTextAsync(file, "WEIGHTS", Cancellation); // through the hard link, also the blob

        ModelPackage again = await _mlflow.Registry.FetchAsync(version, Cancellation);

        Assert.Equal("weights", await File.ReadAllTextAsync(Path.Combine(again.Directory, "model.onnx"), Cancellation));
    }

    [Fact]
    public async Task FetchAsync_ListOfFilesForgedInTheTags_IsRefused()
    {
        ModelVersion version = await RegisterAsync(("model.onnx", "weights"));
        string tag = (await _mlflow.Client.Registry.GetVersionAsync("demand", 1, Cancellation)).Version.Digest;
        Assert.Equal(version.Digest, tag);
        _mlflow.Server.Before = request => request.RequestUri!.AbsolutePath.EndsWith("model-versions/get", StringComparison.Ordinal)
            ? FakeMlflow.Json(HttpStatusCode.OK, $$$"""
                {"model_version": {"name": "demand", "version": "1", "creation_timestamp": 1, "status": "READY", "source": "mlflow-artifacts:/1/x",
                 "tags": [{"key": "modelops.format", "value": "onnx"}, {"key": "modelops.digest", "value": "{{{version.Digest}}}"},
                          {"key": "modelops.document.0", "value": "{\"files\":[{\"path\":\"../../evil\",\"digest\":\"{{{version.Digest}}}\",\"size\":1}]}"}]}}
                """)
            : null;
        _mlflow.Server.Artifacts.Clear();

        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => _mlflow.NewClient().Registry.FetchAsync(version, Cancellation));
    }

    [Fact]
    public async Task FetchAsync_VersionOfAnotherClient_IsTrustedOnFirstUseOnly()
    {
        _mlflow.Server.RegisterForeign("foreign", new Dictionary<string, byte[]> { ["MLmodel"] = Encoding.UTF8.GetBytes(ForeignModelFile), ["model.onnx"] = "weights"u8.ToArray(), ["code/a.py"] = "x"u8.ToArray() });
        ModelVersion before = await _mlflow.Registry.ResolveAsync(ModelReference.Parse("foreign"), Cancellation);

        ModelPackage package = await _mlflow.Registry.FetchAsync(before, Cancellation);
        ModelVersion after = await _mlflow.NewClient().Registry.ResolveAsync(ModelReference.Parse("foreign:1.0.0"), Cancellation);

        Assert.Equal(("onnx", "", 0), (before.Format, before.Digest, before.Files.Count));
        Assert.Equal("x: FP32[-1,2] -> y: FP32[-1]", before.Signature!.ToString());
        Assert.Equal(["MLmodel", "code/a.py", "model.onnx"], package.Files);
        Assert.Equal((package.Digest, 3), (after.Digest, after.Files.Count));

        _mlflow.Server.Artifacts[$"{_mlflow.Server.FolderOf("foreign", 1)}/model.onnx"] = "WEIGHTS"u8.ToArray();
        Assert.Equal(package.Directory, (await _mlflow.Registry.FetchAsync(after, Cancellation)).Directory);
        Directory.Delete(Path.Combine(_mlflow.CachePath, "packages"), recursive: true);
        Directory.Delete(Path.Combine(_mlflow.CachePath, "blobs"), recursive: true);
        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => _mlflow.NewClient().Registry.FetchAsync(before, Cancellation));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("C:evil")]
    [InlineData("nul")]
    [InlineData("a\\b")]
    [InlineData("")]
    public async Task FetchAsync_ListThatNamesWhatIsNoFile_IsRefused(string name)
    {
        _mlflow.Server.RegisterForeign("foreign", new Dictionary<string, byte[]> { ["MLmodel"] = "flavors: {}"u8.ToArray() });
        string list = new System.Text.Json.Nodes.JsonObject { ["files"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["path"] = name, ["is_dir"] = false, ["file_size"] = 1 }) }.ToJsonString();
        _mlflow.Server.Before = request => request.RequestUri!.AbsolutePath.EndsWith("mlflow-artifacts/artifacts", StringComparison.Ordinal) ? FakeMlflow.Json(HttpStatusCode.OK, list) : null;
        ModelVersion version = await _mlflow.Registry.ResolveAsync(ModelReference.Parse("foreign"), Cancellation);

        Assert.Equal(MlflowErrorCodes.AnswerUnusable, (await Assert.ThrowsAsync<MlflowServerException>(() => _mlflow.Registry.FetchAsync(version, Cancellation))).Code);
    }

    [Fact]
    public async Task FetchAsync_FilesElsewhere_SaysThatTheServerMustServeThem()
    {
        _mlflow.Server.RegisterForeign("foreign", new Dictionary<string, byte[]> { ["MLmodel"] = "flavors: {}"u8.ToArray() });
        _mlflow.Server.Before = static request => request.RequestUri!.AbsolutePath.EndsWith("get-download-uri", StringComparison.Ordinal)
            ? FakeMlflow.Json(HttpStatusCode.OK, """{"artifact_uri": "s3://secret-bucket/1/x"}""")
            : null;
        ModelVersion version = await _mlflow.Registry.ResolveAsync(ModelReference.Parse("foreign"), Cancellation);

        MlflowServerException error = await Assert.ThrowsAsync<MlflowServerException>(() => _mlflow.Registry.FetchAsync(version, Cancellation));

        Assert.Equal("unknown", version.Format);
        Assert.Equal(MlflowErrorCodes.NotSupported, error.Code);
        Assert.Contains("--serve-artifacts", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-bucket", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models:/demand/1", new[] { "MLmodel", "conda.yaml", "model.onnx", "modelops.json", "python_env.yaml", "requirements.txt", "sub/a.txt" })]
    [InlineData("models:/demand@champion/sub", new[] { "a.txt" })]
    [InlineData("models:/demand/latest/model.onnx", new[] { "model.onnx" })]
    [InlineData("models:/demand/None/sub/a.txt", new[] { "a.txt" })]
    public async Task DownloadAsync_Uri_CopiesWhatItMeans(string uri, string[] expected)
    {
        await RegisterAsync(("model.onnx", "weights"), ("sub/a.txt", "a"));
        await _mlflow.Registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 1 }, Cancellation);
        string folder = _mlflow.NewFolder("out");

        IReadOnlyList<string> files = await _mlflow.Client.DownloadAsync(MlflowUri.Parse(uri), folder, Cancellation);

        Assert.Equal(expected, files);
        Assert.Equal(expected, Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("models:/demand/9")]
    [InlineData("models:/demand@nobody")]
    [InlineData("models:/demand/Production")]
    [InlineData("models:/demand/1/nothing.txt")]
    public async Task DownloadAsync_WhatIsNotThere_IsNotFound(string uri)
    {
        await RegisterAsync(("model.onnx", "weights"));

        ModelOpsException error = await Assert.ThrowsAnyAsync<ModelOpsException>(() => _mlflow.Client.DownloadAsync(MlflowUri.Parse(uri), _mlflow.NewFolder("out"), Cancellation));

        Assert.Equal(ModelOpsErrorKind.NotFound, error.Kind);
    }

    private Task<ModelVersion> RegisterAsync(params (string Path, string Content)[] files) => _mlflow.Registry.RegisterAsync(
        new ModelRegistration { Model = "demand", Format = "onnx", Files = [.. files.Select(static f => ModelFile.FromBytes(f.Path, Encoding.UTF8.GetBytes(f.Content)))] }, Cancellation);

    private int Downloads() => _mlflow.Server.Requests.Count(static r => r.Method == "GET" && r.Target.StartsWith("/api/2.0/mlflow-artifacts/artifacts/", StringComparison.Ordinal));
}
