using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;
using System.Diagnostics.Metrics;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class ModelResidencyTests
{
    private static readonly byte[] s_model = TestModels.Affine(1f, 10f, columns: 1);

    [Fact]
    public async Task MemoryFull_IdleLongestGoesAndComesBackWhenCalled()
    {
        using TestHost host = await CreateAsync(models: 3, roomFor: 2);
        using MetricCollector<long> evictions = new(host.Services.GetRequiredService<IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.model.evictions");
        await CallAsync(host, "m0");
        await CallAsync(host, "m1");
        await CallAsync(host, "m0"); // m1 is idle longest

        await CallAsync(host, "m2");

        Assert.Equal(["m0", "m2"], Loaded(host));
        Assert.Equal(1, host.Runtime.Sessions.Count(static s => s.Disposals == 1));
        await CallAsync(host, "m1");
        Assert.Equal(["m1", "m2"], Loaded(host));
        Assert.Equal(["m1", "m0"], evictions.GetMeasurementSnapshot().Select(static m => m.Tags[ModelOpsTagNames.Model]));
        Assert.All(host.Runtime.Sessions, static s => Assert.False(s.IsViolated));
    }

    [Fact]
    public async Task InUse_NeverUnloadedAndTheOtherIsRefused()
    {
        using TestHost host = await CreateAsync(models: 2, roomFor: 1);
        await CallAsync(host, "m0");
        GuardedSession session = host.Runtime.Sessions.Single();
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim leave = new();
        session.OnRun = () => { inside.Set(); leave.Wait(); };
        Task running = Task.Run(() => CallAsync(host, "m0"));
        inside.Wait();

        ModelNotReadyException e = await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("m1"));

        Assert.Contains("MaxResidentBytes", e.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMilliseconds(100), e.RetryAfter);
        Assert.Equal(0, session.Disposals);
        leave.Set();
        await running;
        await CallAsync(host, "m1");
        Assert.Equal(["m1"], Loaded(host));
    }

    [Fact]
    public async Task PinnedOrEager_Stays()
    {
        using TestHost host = new(static o => o.MaxResidentBytes = 2 * s_model.Length * 8);
        await host.AddFileAsync("eager", s_model);
        await AddLazyAsync(host, "pinned", isPinned: true);
        await CallAsync(host, "pinned");
        ModelResidency residency = host.Services.GetRequiredService<ModelResidency>();
        long free = (2 * s_model.Length * 8) - residency.Bytes;
        Assert.True(residency.TryReserve(free));

        await AddLazyAsync(host, "late");
        await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("late"));

        Assert.Equal(["eager", "pinned"], Loaded(host));
    }

    [Fact]
    public async Task VersionsOfOneModel_MakeRoomForEachOther()
    {
        using TestHost host = new(static o => o.MaxResidentBytes = s_model.Length * 3 / 2);
        host.AddVersions("demand", 10, 20, 30);
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", VersionPolicy = ModelVersionPolicy.All, IsLazy = true });

        Assert.Equal(("1.2.0", 31f), await host.CallAsync("demand"));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand:1.0.0"));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("1.2.0", 31f), await host.CallAsync("demand"));

        Assert.Single(Loaded(host));
        Assert.Equal(3, host.Host.Models.Count);
    }

    [Fact]
    public async Task SwapWithoutRoom_LoadFirstKeepsOldAndUnloadFirstSwaps()
    {
        using TestHost host = new(static o => o.MaxResidentBytes = s_model.Length * 3 / 2);
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        await host.FollowAsync("demand");
        host.Registry.Point("demand", "champion", 2);

        await Assert.ThrowsAsync<ModelLoadException>(() => host.Host.RefreshAsync("demand"));
        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand"));
        await host.Host.RemoveAsync("demand");

        host.Registry.Point("demand", "champion", 1);
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", Swap = ModelSwapMode.UnloadFirstWhenFull });
        host.Registry.Point("demand", "champion", 2);
        await host.Host.RefreshAsync("demand");
        Assert.Equal(("1.1.0", 21f), await host.CallAsync("demand"));
        Assert.Equal([1, 1, 0], host.Runtime.Sessions.Select(static s => s.Disposals));
    }

    [Fact]
    public async Task UnloadFirst_NewOneIsBroken_OldOneIsBack()
    {
        using TestHost host = new(static o => o.MaxResidentBytes = s_model.Length * 3 / 2);
        host.AddVersions("demand", 10);
        host.Registry.Add("demand", new byte[s_model.Length]);
        host.Registry.Point("demand", "champion", 1);
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", Swap = ModelSwapMode.UnloadFirstWhenFull });
        host.Registry.Point("demand", "champion", 2);

        await Assert.ThrowsAsync<ModelLoadException>(() => host.Host.RefreshAsync("demand"));

        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand"));
        Assert.Equal([1, 0], host.Runtime.Sessions.Select(static s => s.Disposals));
    }

    [Fact]
    public async Task ThousandModels_MemoryStaysBoundedAndEveryCallIsAnswered()
    {
        const int models = 1000;
        const int room = 50;
        using TestHost host = await CreateAsync(models, room);
        Random random = new(7);
        await Parallel.ForEachAsync(Enumerable.Range(0, 200).Select(_ => random.Next(models)).ToArray(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
        {
            Assert.Equal(("1.0.0", 11f), await host.CallAsync($"m{i}"));
            Assert.InRange(host.Services.GetRequiredService<ModelResidency>().Bytes, 0, Limit(room));
        });

        Assert.Equal(models, host.Host.Models.Count);
        Assert.InRange(Loaded(host).Length, 1, room);
        Assert.Equal(Loaded(host).Length, host.Runtime.Sessions.Count(static s => s.Disposals == 0));
        Assert.All(host.Runtime.Sessions, static s => Assert.False(s.IsViolated));
    }

    private static long Limit(int roomFor) => (s_model.Length * roomFor) + (s_model.Length / 2);

    private static async Task<TestHost> CreateAsync(int models, int roomFor)
    {
        TestHost host = new(o => { o.MaxResidentBytes = Limit(roomFor); o.WarmUpRuns = 1; });
        for (int i = 0; i < models; i++) { await AddLazyAsync(host, $"m{i}"); }
        return host;
    }

    private static Task AddLazyAsync(TestHost host, string name, bool isPinned = false) => host.Host.AddAsync(new HostedModelOptions
    {
        Name = name,
        File = host.Folder.Write("shared.onnx", s_model),
        IsLazy = true,
        IsPinned = isPinned,
    });

    private static async Task CallAsync(TestHost host, string model)
    {
        Assert.Equal(("1.0.0", 11f), await host.CallAsync(model));
        host.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private static string[] Loaded(TestHost host) => [.. host.Host.Models.Where(static m => m.State == ModelState.Ready).Select(static m => m.Name)];
}
