using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Limits;

internal static class LimitsRegistration
{
    /// <summary>Called once: binding twice would double the rules.</summary>
    public static void AddLimits(this IServiceCollection services)
    {
        services.AddOptions<LimitsOptions>().Configure<IServiceProvider>(static (options, s) =>
        {
            if (s.GetService<IConfiguration>() is { } configuration) { configuration.GetSection(LimitsOptions.SectionName).Bind(options); }
        });
        services.AddSingleton<IOptionsChangeTokenSource<LimitsOptions>>(static s =>
            new ConfigurationChangeTokenSource<LimitsOptions>(s.GetService<IConfiguration>() ?? new ConfigurationManager()));
        services.TryAddSingleton<LimitMetrics>();
        services.AddSingleton<LimitPlanSource>();
        services.AddHostedService(static s => s.GetRequiredService<LimitPlanSource>());
    }

    /// <summary>The host's own limiters, then the rules. Rules can come by a change of the configuration; a host that has none and cannot get any pays nothing.</summary>
    public static void UseLimits(this InferenceClientBuilder builder, IServiceProvider services, TimeProvider timeProvider)
    {
        LimitMetrics metrics = services.GetRequiredService<LimitMetrics>();
        foreach (RateLimiterStep step in services.GetServices<RateLimiterStep>())
        {
            builder.Use(inner => new RateLimiterInferenceClient(inner, step.Create(services), metrics));
        }

        LimitPlanSource plans = services.GetRequiredService<LimitPlanSource>();
        if (plans.Current is not null || services.GetService<IConfiguration>() is not null)
        {
            builder.Use(inner => new LimitingInferenceClient(inner, plans, metrics, timeProvider));
        }
    }
}
