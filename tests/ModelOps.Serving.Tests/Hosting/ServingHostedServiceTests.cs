using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class ServingHostedServiceTests
{
    [Fact]
    public async Task Start_SlowFetch_NotHeldUpAndNotReadyUntilLoaded()
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using TestHost host = new(static o => o.Models.Add(new HostedModelOptions { Name = "demand" }));
        host.AddVersions("demand", 10);
        host.Registry.Point("demand", "champion", 1);
        host.Registry.FetchGate = gate.Task;

        await host.StartAsync();

        Assert.False(host.Host.IsReady);
        await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("demand"));
        await Eventually.TrueAsync(() => host.Host.Models.Single().State == ModelState.Loading, "it is loading");
        gate.SetResult();
        await Eventually.TrueAsync(() => host.Host.IsReady, "it is ready");
        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand"));
        await host.StopAsync();
        Assert.Equal(1, host.Runtime.Sessions.Single().Disposals);
        await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("demand"));
    }

    [Fact]
    public async Task AliasMoves_WatchSwapsThereAndBack()
    {
        using TestHost host = new(static o => o.Models.Add(new HostedModelOptions { Name = "demand" }));
        host.AddVersions("demand", 10, 20);
        ModelAlias first = host.Registry.Point("demand", "champion", 1);
        await host.StartAsync();
        await Eventually.TrueAsync(() => host.Host.IsReady, "it is ready");

        host.Registry.Point("demand", "champion", 2);
        await Eventually.TrueAsync(() => host.CallAsync("demand").Result.Version == "1.1.0", "the second version answers");
        host.Registry.Point("demand", "champion", 1);
        await Eventually.TrueAsync(() => host.CallAsync("demand").Result.Version == "1.0.0", "the first version answers again");

        int lists = host.Registry.Lists;
        host.Registry.Replay(first); // old news
        host.Registry.Point("demand", "unfollowed", 2);
        host.Registry.Point("demand", "champion", 2);
        await Eventually.TrueAsync(() => host.CallAsync("demand").Result.Version == "1.1.0", "the second version answers");
        Assert.Equal(lists + 1, host.Registry.Lists);
        await host.StopAsync();
        Assert.All(host.Runtime.Sessions, static s => Assert.Equal((1, false), (s.Disposals, s.IsViolated)));
    }

    [Fact]
    public async Task SecondAliasAppearsLater_HostedThen()
    {
        using TestHost host = new(static o => o.Models.Add(new HostedModelOptions { Name = "demand", Aliases = { "champion", "candidate" } }));
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        await host.StartAsync();
        await Eventually.TrueAsync(() => host.Host.IsReady, "it is ready without the candidate");

        host.Registry.Point("demand", "candidate", 2);

        await Eventually.TrueAsync(() => host.Host.CanAnswer(ModelReference.Parse("demand@candidate")), "the candidate answers");
        Assert.Equal(("1.1.0", 21f), await host.CallAsync("demand@candidate"));
        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand"));
    }

    [Fact]
    public async Task FirstReadFails_RetriedAfterDelay()
    {
        using TestHost host = new(static o => o.Models.Add(new HostedModelOptions { Name = "demand" }));
        host.AddVersions("demand", 10);
        host.Registry.Point("demand", "unfollowed", 1);
        await host.StartAsync();
        await Eventually.TrueAsync(() => host.Host.Models.Single().State == ModelState.Unavailable, "the alias is missing");
        Assert.Contains("'champion'", host.Host.Models.Single().Reason, StringComparison.Ordinal);
        Assert.Contains("champion", (await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("demand"))).Message, StringComparison.Ordinal);
        host.Registry.StaleAliases = [host.Registry.Point("demand", "other", 1) with { Alias = "champion" }]; // without an event

        await Eventually.TrueAsync(
            () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(5));
                return host.Host.IsReady;
            },
            "it is read again and loaded");
    }

    [Fact]
    public async Task WatchLost_TakenUpAgainWithoutGap()
    {
        using TestHost host = new(static o => o.Models.Add(new HostedModelOptions { Name = "demand" }));
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        await host.StartAsync();
        await Eventually.TrueAsync(() => host.Host.IsReady, "it is ready");
        host.Registry.NextWatchFailure = new IOException("connection lost");

        host.Registry.Point("demand", "champion", 2);
        await Eventually.TrueAsync(() => host.Registry.NextWatchFailure is null, "the watch is lost");

        await Eventually.TrueAsync(
            () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(5));
                return host.CallAsync("demand").Result.Version == "1.1.0";
            },
            "the move is seen after all");
    }

    [Fact]
    public async Task OptionalModelMissing_HostIsReady()
    {
        using TestHost host = new(static o =>
        {
            o.Models.Add(new HostedModelOptions { Name = "demand" });
            o.Models.Add(new HostedModelOptions { Name = "extra", IsRequired = false });
        });
        host.AddVersions("demand", 10);
        host.Registry.Point("demand", "champion", 1);

        await host.StartAsync();

        await Eventually.TrueAsync(() => host.Host.IsReady, "it is ready without the optional model");
        await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("extra"));
        Assert.Equal([("demand", true), ("extra", false)], host.Host.Models.Select(static m => (m.Name, m.IsRequired)));
    }
}
