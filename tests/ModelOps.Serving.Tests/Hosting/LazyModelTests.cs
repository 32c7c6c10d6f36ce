using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class LazyModelTests
{
    [Fact]
    public async Task ManyFirstCalls_LoadedOnceAndAllAnswered()
    {
        using TestHost host = await CreateAsync();
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Registry.FetchGate = gate.Task;
        Assert.True(host.Host.IsReady);
        Assert.True(await host.Client.IsReadyAsync(ModelReference.Parse("demand")));
        HostedModelStatus before = Assert.Single(host.Host.Models);
        Assert.Equal((ModelState.Unavailable, true, 0L), (before.State, before.IsLazy, before.ResidentBytes));

        Task<(string, float)>[] calls = [.. Enumerable.Range(0, 20).Select(i => host.CallAsync(i % 2 == 0 ? "demand" : "demand@champion"))];
        Assert.All(calls, static c => Assert.False(c.IsCompleted));
        gate.SetResult();

        Assert.All(await Task.WhenAll(calls), static a => Assert.Equal(("1.0.0", 11f), a));
        Assert.Equal(1, host.Registry.Fetches);
        HostedModelStatus after = Assert.Single(host.Host.Models);
        Assert.Equal(ModelState.Ready, after.State);
        Assert.True(after.ResidentBytes > 0);
    }

    [Fact]
    public async Task DeadlinePassesWhileItLoads_RefusedWithRetryAfterThenAnswered()
    {
        using TestHost host = await CreateAsync();
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Registry.FetchGate = gate.Task;
        using InferenceRequest request = TestHost.CreateRequest("demand");
        request.Context.Deadline = host.Time.GetUtcNow() + TimeSpan.FromMilliseconds(300);
        Task call = host.Client.InferAsync(request).AsTask();
        await Eventually.TrueAsync(() => host.Registry.Fetches == 1, "it is fetched");

        host.Time.Advance(TimeSpan.FromMilliseconds(300));

        ModelNotReadyException e = await Assert.ThrowsAsync<ModelNotReadyException>(() => call);
        Assert.Equal(TimeSpan.FromMilliseconds(700), e.RetryAfter); // a second until loads tell better
        gate.SetResult();
        request.Context.Deadline = null;
        (await host.Client.InferAsync(request)).Dispose();
    }

    [Fact]
    public async Task LoadIsKnownToTakeLonger_RefusedAtOnceWithTheRest()
    {
        using TestHost host = await CreateAsync();
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Registry.FetchGate = gate.Task;
        Task<(string, float)> first = host.CallAsync("demand");
        await Eventually.TrueAsync(() => host.Registry.Fetches == 1, "it is fetched");
        host.Time.Advance(TimeSpan.FromSeconds(8));
        gate.SetResult();
        await first;
        host.Registry.FetchGate = new TaskCompletionSource().Task;
        host.Registry.Point("demand", "candidate", 2);
        await host.Host.RefreshAsync("demand");
        using InferenceRequest request = TestHost.CreateRequest("demand@candidate");
        request.Context.Deadline = host.Time.GetUtcNow() + TimeSpan.FromSeconds(2);

        ModelNotReadyException e = await Assert.ThrowsAsync<ModelNotReadyException>(() => host.Client.InferAsync(request).AsTask());

        Assert.Equal(TimeSpan.FromSeconds(8), e.RetryAfter);
        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand"));
    }

    [Fact]
    public async Task LoadFails_NotTriedAgainUntilTheDelayIsOver()
    {
        using TestHost host = new();
        host.Registry.Add("demand", [1, 2, 3]);
        host.Registry.Point("demand", "champion", 1);
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", IsLazy = true });

        await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("demand"));
        ModelNotReadyException e = await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("demand"));

        Assert.Equal(TimeSpan.FromSeconds(5), e.RetryAfter);
        Assert.Contains("model.onnx", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, host.Registry.Fetches);
        Assert.Equal(ModelState.Unavailable, Assert.Single(host.Host.Models).State);
        host.Time.Advance(TimeSpan.FromSeconds(5));
        e = await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("demand"));
        Assert.Equal(2, host.Registry.Fetches);
        e = await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("demand"));
        Assert.Equal(TimeSpan.FromSeconds(10), e.RetryAfter);
    }

    [Fact]
    public async Task CallerGivesUp_LoadGoesOn()
    {
        using TestHost host = await CreateAsync();
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Registry.FetchGate = gate.Task;
        using CancellationTokenSource giveUp = new();
        using InferenceRequest request = TestHost.CreateRequest("demand");
        Task call = host.Client.InferAsync(request, cancellationToken: giveUp.Token).AsTask();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        gate.SetResult();
        await Eventually.TrueAsync(() => host.Host.Models.Single().State == ModelState.Ready, "it is loaded all the same");
    }

    [Fact]
    public async Task ReplacedWhileItLoads_CallIsAnsweredByWhatIsThereThen()
    {
        using TestHost host = await CreateAsync();
        host.Registry.FetchGate = new TaskCompletionSource().Task;
        Task<(string, float)> call = host.CallAsync("demand");
        await Eventually.TrueAsync(() => host.Registry.Fetches == 1, "it is fetched");

        await host.AddFileAsync("demand", TestModels.Affine(1f, 70f, columns: 1), "7.0.0");

        Assert.Equal(("7.0.0", 71f), await call);
    }

    [Fact]
    public async Task UnknownVersionOrAlias_NotFoundWithoutALoad()
    {
        using TestHost host = await CreateAsync();

        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => host.CallAsync("demand:7"));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => host.CallAsync("demand@other"));

        Assert.Equal(0, host.Registry.Fetches);
    }

    [Fact]
    public async Task LoadedOnce_AliasMoves_SwappedWhileCallsGoOn()
    {
        using TestHost host = await CreateAsync();
        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand"));

        host.Registry.Point("demand", "champion", 2);
        await host.Host.RefreshAsync("demand");

        Assert.Equal(2, host.Registry.Fetches);
        Assert.Equal(("1.1.0", 21f), await host.CallAsync("demand"));
    }

    [Fact]
    public async Task Metadata_LoadsIt()
    {
        using TestHost host = await CreateAsync();

        ModelMetadata metadata = await host.Client.GetMetadataAsync(ModelReference.Parse("demand"));

        Assert.Equal("x", metadata.Signature.Inputs.Single().Name);
    }

    [Fact]
    public async Task ConfiguredLazyFromFile_NotReadUntilCalled()
    {
        using TemporaryFolder folder = new();
        using TestHost host = new(o => o.Models.Add(new HostedModelOptions { Name = "later", File = folder.File("later.onnx"), IsLazy = true }));
        await host.StartAsync();
        Assert.True(host.Host.IsReady);
        folder.Write("later.onnx", TestModels.Affine(1f, 5f, columns: 1));

        Assert.Equal(("1.0.0", 6f), await host.CallAsync("later"));
        await host.StopAsync();
        Assert.Equal(1, host.Runtime.Sessions.Single().Disposals);
    }

    private static async Task<TestHost> CreateAsync()
    {
        TestHost host = new();
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", Aliases = { "champion", "candidate" }, IsLazy = true });
        return host;
    }
}
