using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ModelOps.Registry.Wandb;
using static ModelOps.Registry.Tests.Wandb.WandbFixture;

namespace ModelOps.Registry.Tests.Wandb;

public sealed class WandbVersionTests : IAsyncDisposable
{
    private static readonly ModelReference s_one = ModelReference.Parse("demand:1.0.0");
    private WandbFixture? _fixture;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture?.DisposeAsync() ?? default;

    [Fact]
    public async Task ExportVersionAsync_Version_IsAnArtifactOfItsRun()
    {
        WandbFixture f = _fixture = await StartAsync();
        string run = await f.RunAsync(Point("loss", 1, 0));
        await f.EndAsync(run);
        await f.RegisterAsync("1.0.0", run, ("model.onnx", "hello"u8.ToArray()), ("data/ü.txt", "x"u8.ToArray()), ("empty", []));
        await f.Registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 1 }, Cancellation);
        List<WandbProgress> heard = [];

        WandbArtifact artifact = await f.Exporter().ExportVersionAsync(s_one, progress: new Heard(heard), cancellationToken: Cancellation);

        Assert.Empty(f.Server.Faults);
        // md5sum over "wandb-artifact-manifest-v1\n" and "path:base64\n" for each, computed with Python.
        Assert.Equal(("demand", "demand", run, true, 6L, "c681301b1374c35b895eb970e43eeee5"), (artifact.Project, artifact.Collection, artifact.RunId, artifact.IsNew, artifact.BytesUploaded, artifact.Digest));
        FakeWandbArtifact there = Assert.Single(f.Server.Artifacts);
        Assert.Equal(("COMMITTED", 0, run), (there.State, there.Number, there.Run));
        Assert.Equal(["1.0.0", "champion", "latest"], there.Aliases.Order(StringComparer.Ordinal));
        Assert.Equal("hello"u8.ToArray(), f.Server.Objects[Convert.ToBase64String(MD5.HashData("hello"u8))]);
        JsonNode metadata = JsonNode.Parse(there.Metadata)!;
        Assert.Equal(("1.0.0", 1.5, "planning", run), ((string)metadata["version"]!, (double)metadata["metrics"]!["mae"]!, (string)metadata["tags"]!["team"]!, (string)metadata["run_id"]!));
        Assert.Single(f.Server.Runs[run].History);
        Assert.Equal(6, heard.Where(static h => h.Phase == WandbPhase.Files).Max(static h => h.Done));
    }

    [Fact]
    public async Task ExportVersionAsync_Again_UploadsNothingAndMovesAliases()
    {
        WandbFixture f = _fixture = await StartAsync();
        await f.RegisterAsync("1.0.0", null, ("model.onnx", [1]), ("same", [9]));
        await f.RegisterAsync("2.0.0", null, ("model.onnx", [2]), ("same", [9]));
        await f.Registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 1 }, Cancellation);
        WandbExporter exporter = f.Exporter();
        WandbArtifact first = await exporter.ExportVersionAsync(s_one, cancellationToken: Cancellation);
        WandbArtifact second = await exporter.ExportVersionAsync(ModelReference.Parse("demand:2.0.0"), cancellationToken: Cancellation);
        await f.Registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 2 }, Cancellation);

        WandbArtifact again = await exporter.ExportVersionAsync(ModelReference.Parse("demand@champion"), cancellationToken: Cancellation);

        Assert.Equal((second.Id, false, 0L), (again.Id, again.IsNew, again.BytesUploaded));
        Assert.Equal((2L, 1L), (first.BytesUploaded, second.BytesUploaded)); // 'same' was there
        Assert.StartsWith("registry-", first.RunId, StringComparison.Ordinal);
        Assert.Equal(0, f.Server.Runs[first.RunId].ExitCode);
        Assert.Equal(2, f.Server.Artifacts.Count);
        Assert.Equal(["2.0.0", "champion", "latest"], f.Server.Artifacts[1].Aliases.Order(StringComparer.Ordinal));
        Assert.Equal(["1.0.0"], f.Server.Artifacts[0].Aliases);
        Assert.Empty(f.Server.Faults);
    }

    [Theory]
    [InlineData(10 * 1024)] // parts of 4 KiB: two whole ones and a rest
    [InlineData(8 * 1024)]
    public async Task ExportVersionAsync_LargeFile_GoesInParts(int size)
    {
        WandbFixture f = _fixture = await StartAsync();
        byte[] content = RandomNumberGenerator.GetBytes(size);
        await f.RegisterAsync("1.0.0", null, ("weights.bin", content), ("small", [1]));

        WandbArtifact artifact = await f.Exporter(static o => (o.MultipartBytes, o.PartBytes) = (8192, 4096)).ExportVersionAsync(s_one, cancellationToken: Cancellation);

        Assert.Empty(f.Server.Faults);
        Assert.Equal(size + 1, artifact.BytesUploaded);
        Assert.Equal(content, f.Server.Objects[Convert.ToBase64String(MD5.HashData(content))]);
        Assert.Equal((((size + 4095) / 4096) + 2, 1), (f.Server.Count("put"), f.Server.Count("CompleteMultipartUploadArtifact")));
    }

    [Theory]
    [InlineData(403)] // the address is no longer good
    [InlineData(503)]
    [InlineData(409)]
    public async Task ExportVersionAsync_UploadRefusedOnce_IsTriedAgain(int status)
    {
        WandbFixture f = _fixture = await StartAsync();
        await f.RegisterAsync("1.0.0", null, ("model.onnx", [1, 2, 3]));
        f.Server.Intercept = (call, context) =>
        {
            bool isFirst = call == "put" && f.Server.Count("put") == 1;
            if (isFirst) { context.Response.StatusCode = status; }
            return Task.FromResult(isFirst);
        };

        Assert.True((await f.Exporter().ExportVersionAsync(s_one, cancellationToken: Cancellation)).IsNew);

        Assert.Equal(status == 503 ? 1 : 2, f.Server.Count("CreateArtifactFiles"));
        Assert.Empty(f.Server.Faults);
    }

    [Fact]
    public async Task ExportVersionAsync_CommitConflict_IsFineWhenTheSameIsThere()
    {
        WandbFixture f = _fixture = await StartAsync();
        await f.RegisterAsync("1.0.0", null, ("model.onnx", [1]));
        f.Server.Intercept = (call, context) =>
        {
            if (call != "CommitArtifact") { return Task.FromResult(false); }
            f.Server.Artifacts[0].State = "COMMITTED"; // by another exporter
            context.Response.StatusCode = 409;
            return Task.FromResult(true);
        };

        WandbArtifact artifact = await f.Exporter().ExportVersionAsync(s_one, cancellationToken: Cancellation);

        Assert.Equal(("artifact-1", false), (artifact.Id, artifact.IsNew));
        f.Server.Artifacts[0].State = "PENDING";
        f.Server.Intercept = static (call, context) =>
        {
            context.Response.StatusCode = 409;
            return Task.FromResult(call == "CommitArtifact");
        };
        Assert.Equal(WandbErrorCodes.Conflict, (await Assert.ThrowsAsync<WandbException>(() => f.Exporter().ExportVersionAsync(s_one, cancellationToken: Cancellation))).Code);
    }

    [Theory]
    [InlineData("CreateArtifact")]
    [InlineData("CreateArtifactFiles")]
    [InlineData("put")]
    [InlineData("CommitArtifact")]
    public async Task ExportVersionAsync_AnswerLost_MakesOneArtifact(string call)
    {
        WandbFixture f = _fixture = await StartAsync();
        await f.RegisterAsync("1.0.0", null, ("model.onnx", [1]));
        f.Server.Loses = call;

        await f.Exporter().ExportVersionAsync(s_one, cancellationToken: Cancellation);

        Assert.Equal("COMMITTED", Assert.Single(f.Server.Artifacts).State);
        Assert.Empty(f.Server.Faults);
    }

    [Fact]
    public async Task ExportVersionAsync_Cancelled_IsNotCommittedAndGoesOn()
    {
        WandbFixture f = _fixture = await StartAsync();
        await f.RegisterAsync("1.0.0", null, ("model.onnx", [1]));
        using CancellationTokenSource stop = new();
        f.Server.Intercept = async (call, _) =>
        {
            if (call == "put") { await stop.CancelAsync(); }
            return false;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => f.Exporter().ExportVersionAsync(s_one, cancellationToken: stop.Token));
        Assert.Equal("PENDING", Assert.Single(f.Server.Artifacts).State);
        f.Server.Intercept = null;

        Assert.True((await f.Exporter().ExportVersionAsync(s_one, cancellationToken: Cancellation)).IsNew);
        Assert.Equal("COMMITTED", Assert.Single(f.Server.Artifacts).State);
    }

    [Theory]
    [InlineData("http://store.example/")] // in the clear, to another machine
    [InlineData("file:///etc/")]
    public async Task ExportVersionAsync_StoreThatIsNotSafe_GetsNothing(string store)
    {
        WandbFixture f = _fixture = await StartAsync();
        await f.RegisterAsync("1.0.0", null, ("model.onnx", [1]));
        f.Server.StoreAddress = store;

        WandbException error = await Assert.ThrowsAsync<WandbException>(() => f.Exporter().ExportVersionAsync(s_one, cancellationToken: Cancellation));

        Assert.Equal(WandbErrorCodes.AnswerUnusable, error.Code);
        Assert.DoesNotContain("store.example", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExportVersionAsync_NameThatIsNoneThere_NeedsACollection()
    {
        WandbFixture f = _fixture = await StartAsync();
        await f.RegisterAsync("1.0.0", null, ("model.onnx", [1]));

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => f.Exporter().ExportVersionAsync(s_one, "demand/eu", cancellationToken: Cancellation));
        Assert.Contains("letters, digits, '-', '_' and '.'", error.Message, StringComparison.Ordinal);
        Assert.Equal("demand-eu", (await f.Exporter().ExportVersionAsync(s_one, "demand-eu", cancellationToken: Cancellation)).Collection);
    }

    private sealed class Heard(List<WandbProgress> heard) : IProgress<WandbProgress>
    {
        public void Report(WandbProgress value)
        {
            lock (heard) { heard.Add(value); }
        }
    }
}
