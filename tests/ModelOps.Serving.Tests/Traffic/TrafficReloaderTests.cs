using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Tests.Traffic;

public sealed class TrafficReloaderTests
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["ModelOps:Serving:Traffic:Policies:0:Model"] = "demand",
        ["ModelOps:Serving:Traffic:Policies:0:Rules:0:Name"] = "beta",
        ["ModelOps:Serving:Traffic:Policies:0:Rules:0:Header"] = "X-Channel",
        ["ModelOps:Serving:Traffic:Policies:0:Rules:0:HeaderPrefix"] = "beta",
        ["ModelOps:Serving:Traffic:Policies:0:Rules:0:NotBefore"] = "2026-03-01T00:00:00Z",
        ["ModelOps:Serving:Traffic:Policies:0:Rules:0:Version"] = "1.2.0",
        ["ModelOps:Serving:Traffic:Policies:0:Variants:0:Alias"] = "champion",
        ["ModelOps:Serving:Traffic:Policies:0:Variants:0:Weight"] = "90",
        ["ModelOps:Serving:Traffic:Policies:0:Variants:1:Alias"] = "candidate",
        ["ModelOps:Serving:Traffic:Policies:0:Variants:1:Weight"] = "10",
    };

    [Fact]
    public async Task Start_Configured_PoliciesAreInForce()
    {
        using IHost host = Build(Settings, out _);
        await host.StartAsync(TestContext.Current.CancellationToken);

        TrafficPolicy policy = Assert.Single(Router(host).Policies);
        Assert.Equal("demand", policy.Model);
        Assert.Equal(
            new TrafficRule { Name = "beta", Header = "X-Channel", HeaderPrefix = "beta", NotBefore = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), Version = "1.2.0" },
            Assert.Single(policy.Rules));
        Assert.Equal([new("champion", 90), new("candidate", 10)], policy.Variants);
    }

    [Fact]
    public async Task Start_ExperimentsAndShadowConfigured_AreInForce()
    {
        using IHost host = Build(
            new(Settings)
            {
                ["ModelOps:Serving:Traffic:Policies:0:Experiments:0:Name"] = "pricing",
                ["ModelOps:Serving:Traffic:Policies:0:Experiments:0:Allocation"] = "0.2",
                ["ModelOps:Serving:Traffic:Policies:0:Experiments:0:Variants:0:Alias"] = "champion",
                ["ModelOps:Serving:Traffic:Policies:0:Experiments:0:Variants:0:Weight"] = "1",
                ["ModelOps:Serving:Traffic:Policies:0:Experiments:0:Variants:1:Alias"] = "candidate",
                ["ModelOps:Serving:Traffic:Policies:0:Experiments:0:Variants:1:Weight"] = "1",
                ["ModelOps:Serving:Traffic:Policies:0:Shadow:Alias"] = "candidate",
                ["ModelOps:Serving:Traffic:Policies:0:Shadow:Share"] = "0.5",
                ["ModelOps:Serving:Traffic:Policies:0:Shadow:Outputs:0"] = "label",
            },
            out _);
        await host.StartAsync(TestContext.Current.CancellationToken);

        TrafficPolicy policy = Assert.Single(Router(host).Policies);
        Experiment experiment = Assert.Single(policy.Experiments);
        Assert.Equal(("pricing", 0.2, 2), (experiment.Name, experiment.Allocation, experiment.Variants.Count));
        Assert.True(new ShadowPolicy { Alias = "candidate", Share = 0.5, Outputs = ["label"] }.IsSameAs(policy.Shadow));
        Change(host, "ModelOps:Serving:Traffic:Policies:0:Shadow:Share", "0.25");
        Assert.Equal(0.25, Router(host).Policies[0].Shadow!.Share);
        Change(host, "ModelOps:Serving:Traffic:Policies:0:Experiments:0:Allocation", "0.4");
        Assert.Equal(0.4, Router(host).Policies[0].Experiments[0].Allocation);
    }

    [Fact]
    public async Task Start_Wrong_StopsTheHostAndNamesEachField()
    {
        using IHost host = Build(
            new(Settings)
            {
                ["ModelOps:Serving:Traffic:Policies:0:Rules:0:Version"] = "one",
                ["ModelOps:Serving:Traffic:Policies:0:Variants:1:Weight"] = "-1",
                ["ModelOps:Serving:Traffic:Policies:1:Model"] = "demand",
            },
            out _);

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Collection(
            error.Failures,
            static e => Assert.StartsWith("ModelOps:Serving:Traffic:Policies:0:Rules:0:Version is 'one'. Give", e, StringComparison.Ordinal),
            static e => Assert.StartsWith("ModelOps:Serving:Traffic:Policies:0:Variants:1:Weight is -1. Give", e, StringComparison.Ordinal),
            static e => Assert.StartsWith("ModelOps:Serving:Traffic:Policies:1:Model is 'demand' again.", e, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_BadThenGood_KeptWithALogEntryThenChanged()
    {
        using IHost host = Build(Settings, out FakeLogCollector logs);
        await host.StartAsync(TestContext.Current.CancellationToken);
        IReadOnlyList<TrafficPolicy> before = Router(host).Policies;

        Change(host, "ModelOps:Serving:Traffic:Policies:0:Variants:1:Alias", "v3");

        Assert.Same(before, Router(host).Policies);
        FakeLogRecord refused = Assert.Single(logs.GetSnapshot(), static r => r.Id.Id == 2031);
        Assert.Equal(LogLevel.Error, refused.Level);
        Assert.Contains("Policies:0:Variants:1:Alias is 'v3'", refused.Message, StringComparison.Ordinal);

        Change(host, "ModelOps:Serving:Traffic:Policies:0:Variants:1:Alias", "challenger");

        Assert.Equal("challenger", Router(host).Policies[0].Variants[1].Alias);
        Assert.Contains(logs.GetSnapshot(), static r => r.Id.Id == 2030);
    }

    [Fact]
    public async Task Reload_OtherModelChanged_WhatCodeSetStays()
    {
        using IHost host = Build(Settings, out _);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Router(host).Set(new TrafficSplit("demand", [new("champion", 1)]));
        Router(host).Set(new TrafficSplit("other", [new("champion", 1)]));

        Change(host, "ModelOps:Serving:Traffic:Policies:1:Model", "third");

        Assert.Equal(["demand", "other", "third"], Router(host).Policies.Select(static p => p.Model));
        Assert.Equal([new("champion", 1)], Router(host).Policies[0].Variants);
        Assert.Single(Router(host).Policies[0].Rules);
    }

    private static ITrafficRouter Router(IHost host) => host.Services.GetRequiredService<ITrafficRouter>();

    private static void Change(IHost host, string key, string value)
    {
        IConfigurationRoot configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        configuration[key] = value;
        configuration.Reload();
    }

    private static IHost Build(Dictionary<string, string?> settings, out FakeLogCollector logs)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.AddFakeLogging();
        builder.Services.AddModelOps().AddServing();
        builder.Services.AddModelOps().AddServing();
        IHost host = builder.Build();
        logs = host.Services.GetFakeLogCollector();
        return host;
    }
}
