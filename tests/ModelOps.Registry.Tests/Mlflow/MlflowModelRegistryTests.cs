using System.Text;
using ModelOps.Registry.Mlflow;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

public sealed class MlflowModelRegistryTests : IDisposable
{
    private readonly MlflowFixture _mlflow = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IModelRegistry Registry => _mlflow.Registry;

    public void Dispose() => _mlflow.Dispose();

    [Fact]
    public async Task RegisterAsync_EverythingSaid_IsReadBackByAnotherClient()
    {
        ModelRegistration registration = Registration() with
        {
            Version = SemanticVersion.Parse("2.1.0-rc.1"),
            Files = [File("model.onnx", "weights"), File("sub/ä b.json", "{}")],
            Signature = new ModelSignature([new TensorSpec("x", TensorDataType.Float32, [-1, 4]) { RequireFinite = true }], [new TensorSpec("y", TensorDataType.Int64, [-1])]),
            Metrics = new Dictionary<string, double> { ["mae"] = 0.25, ["nan"] = double.NaN },
            Parameters = new Dictionary<string, string> { ["lr"] = "0.1" },
            Tags = new Dictionary<string, string> { ["team"] = "x" },
            Description = "d",
        };

        ModelVersion registered = await Registry.RegisterAsync(registration, Cancellation);
        ModelVersion read = await _mlflow.NewClient().Registry.ResolveAsync(ModelReference.Parse("demand:2.1.0-rc.1"), Cancellation);

        Assert.Equal(1, read.Number);
        Assert.Equal("onnx", read.Format);
        Assert.Equal(["model.onnx", "sub/ä b.json"], read.Files.Select(static f => f.Path));
        Assert.Equal(registration.Signature, read.Signature);
        Assert.Equal(registration.Metrics, read.Metrics);
        Assert.Equal(registration.Parameters, read.Parameters);
        Assert.Equal(registration.Tags, read.Tags);
        Assert.Equal("d", read.Description);
        Assert.Equal((registered.Digest, registered.Version, registered.CreatedAt), (read.Digest, read.Version, read.CreatedAt));
    }

    [Fact]
    public async Task RegisterAsync_OnnxModel_LiesThereAsPythonLoadsIt()
    {
        await Registry.RegisterAsync(Registration(), Cancellation);

        string folder = _mlflow.Server.FolderOf("demand", 1);
        MlflowModel model = MlflowModel.Parse(Encoding.UTF8.GetString(_mlflow.Server.Artifacts[$"{folder}/MLmodel"]));
        Assert.Equal("model.onnx", model.Flavors["python_function"].GetProperty("data").GetString());
        Assert.Equal(Assert.Single(_mlflow.Server.LoggedModels), model.ModelId);
        Assert.Equal("LOGGED_MODEL_READY", _mlflow.Server.StatusOf(model.ModelId!));
        Assert.Equal("weights"u8.ToArray(), _mlflow.Server.Artifacts[$"{folder}/model.onnx"]);
        Assert.All(["conda.yaml", "python_env.yaml", "requirements.txt", "modelops.json"], file => Assert.Contains($"{folder}/{file}", _mlflow.Server.Artifacts.Keys));
    }

    [Fact]
    public async Task RegisterAsync_ServerBeforeLoggedModels_UsesARun()
    {
        using MlflowFixture old = new(hasLoggedModels: false);

        ModelVersion version = await old.Registry.RegisterAsync(Registration(), Cancellation);
        ModelPackage package = await old.Registry.FetchAsync(version, Cancellation);

        Assert.NotNull(version.RunId);
        Assert.StartsWith("mlflow-artifacts:/1/" + version.RunId + "/artifacts/demand-", version.Source, StringComparison.Ordinal);
        Assert.Equal("weights", await System.IO.File.ReadAllTextAsync(Path.Combine(package.Directory, "model.onnx"), Cancellation));
    }

    [Fact]
    public async Task RegisterAsync_WithoutVersion_TakesNextMinorAfterTheGreatest()
    {
        await RegisterAsync("a");
        await RegisterAsync("b", "3.4.5");

        Assert.Equal("3.5.0", (await RegisterAsync("c")).Version.ToString());
    }

    [Fact]
    public async Task RegisterAsync_SameVersion_IsTheSameOrAConflict()
    {
        ModelVersion first = await RegisterAsync("a", "1.0.0");

        Assert.Equal(first.Number, (await RegisterAsync("a", "1.0.0")).Number);
        await Assert.ThrowsAsync<ModelVersionConflictException>(() => RegisterAsync("b", "1.0.0"));
        Assert.Single(await Registry.ListVersionsAsync("demand", Cancellation));
    }

    [Fact]
    public async Task RegisterAsync_SameIdempotencyKey_ReturnsTheFirst()
    {
        ModelVersion first = await Registry.RegisterAsync(Registration("a") with { IdempotencyKey = "k" }, Cancellation);
        ModelVersion again = await Registry.RegisterAsync(Registration("b") with { IdempotencyKey = "k" }, Cancellation);

        Assert.Equal((first.Number, first.Digest), (again.Number, again.Digest));
    }

    [Fact]
    public async Task RegisterAsync_AnswerOfCreateLost_FindsTheVersionThatWasMade()
    {
        bool lost = false;
        _mlflow.Server.After = request =>
        {
            if (lost || !request.RequestUri!.AbsolutePath.EndsWith("model-versions/create", StringComparison.Ordinal)) { return null; }
            lost = true;
            return new HttpResponseMessage(System.Net.HttpStatusCode.BadGateway);
        };

        ModelVersion version = await RegisterAsync("a");

        Assert.True(lost);
        Assert.Equal(1, version.Number);
        Assert.Single(await Registry.ListVersionsAsync("demand", Cancellation));
    }

    [Fact]
    public async Task RegisterAsync_16AtOnce_GivesUniqueVersions()
    {
        ModelVersion[] versions = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => RegisterAsync($"content {i}")));
        IReadOnlyList<ModelVersion> listed = await Registry.ListVersionsAsync("demand", Cancellation);

        Assert.Equal(16, listed.Select(static v => v.Version).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 16).Select(static i => (long)i).Reverse(), listed.Select(static v => v.Number));
        Assert.Equal(versions.Select(static v => v.Number).Order(), Enumerable.Range(1, 16).Select(static i => (long)i));
    }

    [Fact]
    public async Task RegisterAsync_ManyFiles_KeepsTheirListInAFileAndReadsItBack()
    {
        ModelFile[] files = [.. Enumerable.Range(0, 700).Select(static i => File($"weights/part-{i:D4}.bin", $"{i}"))];
        ModelVersion registered = await Registry.RegisterAsync(Registration() with { Files = files, Format = "parts" }, Cancellation);

        ModelVersion read = await _mlflow.NewClient().Registry.ResolveAsync(ModelReference.Parse("demand"), Cancellation);

        Assert.Equal(700, read.Files.Count);
        Assert.Equal(registered.Digest, read.Digest);
        Assert.DoesNotContain(_mlflow.Server.Artifacts.Keys, static k => k.EndsWith("MLmodel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RegisterAsync_TagOfOurs_IsRefused() => await Assert.ThrowsAsync<ArgumentException>(() =>
        Registry.RegisterAsync(Registration() with { Tags = new Dictionary<string, string> { ["modelops.version"] = "9.9.9" } }, Cancellation));

    [Fact]
    public async Task ResolveAsync_ByNumberVersionAliasAndNewest_FindsTheVersion()
    {
        await RegisterAsync("a", "1.0.0");
        await RegisterAsync("b", "1.1.0");
        await MoveAsync(1);

        Assert.Equal(1, (await ResolveAsync("demand:1")).Number);
        Assert.Equal(2, (await ResolveAsync("demand:1.1.0")).Number);
        Assert.Equal(1, (await ResolveAsync("models:/demand@champion")).Number);
        Assert.Equal(2, (await ResolveAsync("demand")).Number);
        Assert.Equal(2, (await ResolveAsync("demand@latest")).Number);
    }

    [Theory]
    [InlineData("demand:7")]
    [InlineData("demand:7.0.0")]
    [InlineData("demand@nobody")]
    public async Task ResolveAsync_UnknownVersion_NamesTheKnownOnes(string reference)
    {
        await RegisterAsync("a", "1.0.0");

        ModelVersionNotFoundException error = await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => ResolveAsync(reference));

        Assert.Contains("1.0.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_UnknownModel_NamesTheKnownOnes()
    {
        await RegisterAsync("a");
        Func<Task>[] calls =
        [
            () => ResolveAsync("other"),
            () => ResolveAsync("other:1"),
            () => ResolveAsync("other@champion"),
            () => Registry.ListVersionsAsync("other", Cancellation),
            () => Registry.ListAliasesAsync("other", Cancellation),
            () => Registry.MoveAliasAsync(new AliasMove { Model = "other", Alias = "champion", Number = 1 }, Cancellation),
            () => Registry.RemoveAliasAsync("other", "champion", cancellationToken: Cancellation),
            () => Registry.GetModelAsync("other", Cancellation),
            () => Registry.DeleteAsync(new RegistryDeletion { Model = "other" }, Cancellation),
        ];

        foreach (Func<Task> call in calls)
        {
            Assert.Contains("demand", (await Assert.ThrowsAsync<ModelNotFoundException>(call)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ListModelsAsync_NamesThatReferencesCannotHave_AreLeftOut()
    {
        _mlflow.Server.RegisterForeign("my@model", new Dictionary<string, byte[]> { ["MLmodel"] = "flavors: {}"u8.ToArray() });
        await RegisterAsync("a", model: "b");
        await RegisterAsync("a", model: "a");

        Assert.Equal(["a", "b"], await Registry.ListModelsAsync(Cancellation));
    }

    [Fact]
    public async Task UnsupportedCalls_SayWhatToDo()
    {
        await RegisterAsync("a");
        AliasMove move = new() { Model = "demand", Alias = "a", Number = 1 };

        MlflowServerException moves = await Assert.ThrowsAsync<MlflowServerException>(() => Registry.MoveAliasesAsync([move, move with { Alias = "b" }], Cancellation));
        MlflowServerException state = await Assert.ThrowsAsync<MlflowServerException>(() => Registry.ReadStateAsync("demand", DateTimeOffset.UnixEpoch, Cancellation));

        Assert.Equal((MlflowErrorCodes.NotSupported, MlflowErrorCodes.NotSupported), (moves.Code, state.Code));
        Assert.Equal("a", Assert.Single(await Registry.MoveAliasesAsync([move], Cancellation)).Alias);
    }

    private static ModelFile File(string path, string content) => ModelFile.FromBytes(path, Encoding.UTF8.GetBytes(content));

    private static ModelRegistration Registration(string content = "weights", string model = "demand") => new() { Model = model, Format = "onnx", Files = [File("model.onnx", content)] };

    private Task<ModelVersion> RegisterAsync(string content, string? version = null, string model = "demand") =>
        Registry.RegisterAsync(Registration(content, model) with { Version = version is null ? null : SemanticVersion.Parse(version) }, Cancellation);

    private Task<ModelAlias> MoveAsync(long number) => Registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = number }, Cancellation);

    private Task<ModelVersion> ResolveAsync(string reference) => Registry.ResolveAsync(ModelReference.Parse(reference), Cancellation);
}
