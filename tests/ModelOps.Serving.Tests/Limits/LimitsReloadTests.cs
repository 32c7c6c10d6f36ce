using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Limits;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Limits;

public sealed class LimitsReloadTests
{
    private const string First = "ModelOps:Serving:Limits:Rules:0:";

    [Fact]
    public async Task Current_ConfigurationChanges_TakesEffectOrIsRefusedAsAWhole()
    {
        using IHost host = Build(new() { [$"{First}Name"] = "tenant", [$"{First}Permits"] = "5", [$"{First}Overrides:gold:Permits"] = "50" });
        LimitPlanSource plans = host.Services.GetRequiredService<LimitPlanSource>();
        IConfiguration configuration = host.Services.GetRequiredService<IConfiguration>();
        Assert.Equal(50, Assert.Single(plans.Current!.Rules).Rule.Overrides["gold"].Permits);

        configuration[$"{First}Permits"] = "7";
        ((IConfigurationRoot)configuration).Reload();
        Assert.Equal(7, Assert.Single(plans.Current.Rules).Rule.Permits);

        configuration[$"{First}Permits"] = "0";
        ((IConfigurationRoot)configuration).Reload();
        Assert.Equal(7, Assert.Single(plans.Current.Rules).Rule.Permits);
        await host.StopAsync();
    }

    [Fact]
    public void Current_AnotherSectionOrAnotherRuleChanges_WhatWasUsedStaysUsed()
    {
        using IHost host = Build(new() { [$"{First}Name"] = "tenant", [$"{First}Permits"] = "5", ["ModelOps:Serving:Limits:Overload:IsEnabled"] = "true" });
        LimitPlanSource plans = host.Services.GetRequiredService<LimitPlanSource>();
        IConfigurationRoot configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        LimitPlan before = plans.Current!;
        OverloadGuard guard = before.GuardOf("m")!;

        configuration["Elsewhere"] = "1";
        configuration.Reload();
        Assert.Same(before, plans.Current);

        configuration["ModelOps:Serving:Limits:Rules:1:Name"] = "other";
        configuration["ModelOps:Serving:Limits:Rules:1:Permits"] = "9";
        configuration.Reload();
        Assert.NotSame(before, plans.Current);
        Assert.Same(before.Rules[0], plans.Current!.Rules[0]);
        Assert.Same(guard, plans.Current!.GuardOf("m"));

        configuration["ModelOps:Serving:Limits:Overload:Tolerance"] = "3";
        configuration.Reload();
        Assert.NotSame(guard, plans.Current!.GuardOf("m"));
        Assert.Same(before.Rules[0], plans.Current!.Rules[0]);
    }

    [Fact]
    public async Task StartAsync_WrongLimitsAndCache_StopsWithEveryFailure()
    {
        using IHost host = Build(new()
        {
            [$"{First}Name"] = "a b",
            [$"{First}By"] = "Header",
            [$"{First}Permits"] = "0",
            [$"{First}Window"] = "00:00:00",
            [$"{First}Algorithm"] = "SlidingWindow",
            [$"{First}IsShared"] = "true",
            [$"{First}MaxWait"] = "00:00:01",
            [$"{First}Overrides:sk-secret:Permits"] = "-1",
            ["ModelOps:Serving:Limits:Overload:Tolerance"] = "0.5",
        });
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        string[] expected = ["Name is 'a b'", "Header is ''", "Permits is '0'", "Window is '00:00:00'", "MaxWait is '00:00:01'", "IsShared is 'True'", "Overrides has one", "Tolerance is '0.5'"];
        Assert.All(expected, text => Assert.Contains(text, e.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("sk-secret", e.Message, StringComparison.Ordinal);

        using IHost cached = Build(new()
        {
            ["ModelOps:Serving:Cache:MaxBytes"] = "1",
            ["ModelOps:Serving:Cache:Jitter"] = "2",
            ["ModelOps:Serving:Cache:Models:demand:Parameters:0"] = "sequence_id",
            ["ModelOps:Serving:Cache:Shared:Secret"] = "short-one",
        });
        e = await Assert.ThrowsAsync<OptionsValidationException>(() => cached.StartAsync());
        Assert.All(["MaxBytes is '1'", "Jitter is '2'", "'sequence_id'", "Shared:Secret is too short"], text => Assert.Contains(text, e.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("short-one", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddRateLimiter_HostsOwn_IsAskedFirst()
    {
        using PartitionedRateLimiter<InferenceRequest> limiter = PartitionedRateLimiter.Create<InferenceRequest, string>(
            static request => RateLimitPartition.GetFixedWindowLimiter(request.Context.Tenant ?? "", static _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromHours(1) }));
        using TestHost host = new(build: b => b.AddRateLimiter(_ => limiter));
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f, columns: 1));

        await host.CallAsync("affine");
        QuotaExceededException e = await Assert.ThrowsAsync<QuotaExceededException>(() => host.CallAsync("affine"));

        Assert.InRange(e.RetryAfter!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    private static IHost Build(Dictionary<string, string?> settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddModelOps().AddServing();
        return builder.Build();
    }
}
