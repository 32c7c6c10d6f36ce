using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class VersionPolicyTests
{
    [Fact]
    public async Task Latest_BesideAlias_VersionsAnswerByNumberAndAliasIsDefault()
    {
        using TestHost host = CreateHost();

        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", Aliases = { "champion" }, VersionPolicy = ModelVersionPolicy.Latest, LatestVersions = 2 });

        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand"));
        Assert.Equal(("1.2.0", 31f), await host.CallAsync("demand:1.2.0"));
        Assert.Equal(("1.1.0", 21f), await host.CallAsync("demand:2"));
        Assert.Equal(["1.2.0", "1.1.0", "1.0.0"], host.Host.Models.Select(static m => m.Version));
    }

    [Fact]
    public async Task Latest_NoAlias_NewestIsDefaultAndNewRegistrationIsFollowed()
    {
        using TestHost host = CreateHost(static o => o.Models.Add(new HostedModelOptions { Name = "demand", VersionPolicy = ModelVersionPolicy.Latest }));
        await host.StartAsync();
        await Eventually.TrueAsync(() => host.Host.IsReady, "it is ready");
        Assert.Equal(("1.2.0", 31f), await host.CallAsync("demand"));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => host.CallAsync("demand:1.0.0"));

        host.Registry.Announce(host.Registry.Add("demand", TestModels.Affine(1f, 40f, columns: 1)));

        await Eventually.TrueAsync(() => host.CallAsync("demand").Result == ("1.3.0", 41f), "the new version answers");
        await Eventually.TrueAsync(() => host.Host.Models.Count == 1, "the old one is gone");
        await host.StopAsync();
    }

    [Fact]
    public async Task Specific_OthersAreNotFound()
    {
        using TestHost host = CreateHost();

        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", VersionPolicy = ModelVersionPolicy.Specific, Versions = { "1.0.0", "2", "9.9.9" } });

        Assert.Equal(("1.1.0", 21f), await host.CallAsync("demand"));
        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand:1"));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => host.CallAsync("demand:1.2.0"));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => host.CallAsync("demand@champion"));
    }

    [Fact]
    public async Task All_AliasMovesToAVersionThatIsWarm_NothingIsLoadedAgain()
    {
        using TestHost host = CreateHost();
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", Aliases = { "champion" }, VersionPolicy = ModelVersionPolicy.All });
        Assert.Equal(3, host.Runtime.Sessions.Count);

        host.Registry.Point("demand", "champion", 3);
        await host.Host.RefreshAsync("demand");

        Assert.Equal(("1.2.0", 31f), await host.CallAsync("demand"));
        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand:1.0.0"));
        Assert.Equal(3, host.Runtime.Sessions.Count);
        Assert.All(host.Runtime.Sessions, static s => Assert.Equal(0, s.Disposals));
    }

    [Fact]
    public async Task All_NewestIsBroken_OthersGoOnAndAliasStays()
    {
        using TestHost host = CreateHost();
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", Aliases = { "champion" }, VersionPolicy = ModelVersionPolicy.Latest, LatestVersions = 1 });
        host.Registry.Add("demand", [1, 2, 3]);
        host.Registry.Point("demand", "champion", 4);

        await Assert.ThrowsAsync<ModelLoadException>(() => host.Host.RefreshAsync("demand"));

        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand"));
        Assert.Equal(("1.2.0", 31f), await host.CallAsync("demand:1.2.0"));
    }

    [Fact]
    public async Task NoVersionAtAll_SaysWhichPolicyTakesNone()
    {
        using TestHost host = CreateHost();

        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(
            () => host.Host.AddAsync(new HostedModelOptions { Name = "demand", VersionPolicy = ModelVersionPolicy.Specific, Versions = { "7" } }));

        Assert.Contains("'Specific'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10", "9", 1)]
    [InlineData("2", "2", 0)]
    [InlineData("1.10.0", "1.9.0", 1)]
    [InlineData(null, "1.0.0", -1)]
    public void Compare_NumbersAndSemanticVersions_NotAsText(string? x, string? y, int expected) =>
        Assert.Equal(expected, Math.Sign(ModelGenerationAge.Compare(x, y)));

    private static TestHost CreateHost(Action<ServingOptions>? configure = null)
    {
        TestHost host = new(configure);
        host.AddVersions("demand", 10, 20, 30);
        host.Registry.Point("demand", "champion", 1);
        return host;
    }
}
