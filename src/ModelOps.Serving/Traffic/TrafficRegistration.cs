using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving;

internal static class TrafficRegistration
{
    public static void AddTraffic(IServiceCollection services)
    {
        services.TryAddSingleton<ITrafficRouter, TrafficRouter>();
        services.TryAddSingleton<TrafficTaps>();
        services.TryAddSingleton<TrafficMetrics>();
        services.TryAddSingleton<Experiments>();
        services.TryAddSingleton<IExperiments>(static s => s.GetRequiredService<Experiments>());
        services.TryAddSingleton<ShadowMetrics>();
        services.TryAddSingleton<ShadowServices>();
        services.TryAddSingleton<Shadows>();
        services.TryAddSingleton<IShadows>(static s => s.GetRequiredService<Shadows>());
        if (services.Any(static d => d.ServiceType == typeof(IConfigureOptions<TrafficOptions>))) { return; } // binding twice would double the policies
        services.AddOptions<TrafficOptions>().Configure<IServiceProvider>(static (options, s) =>
        {
            if (s.GetService<IConfiguration>() is { } configuration) { configuration.GetSection(TrafficOptions.SectionName).Bind(options); }
        });
        services.AddSingleton<IOptionsChangeTokenSource<TrafficOptions>>(static s =>
            new ConfigurationChangeTokenSource<TrafficOptions>(s.GetService<IConfiguration>() ?? new ConfigurationManager()));
        services.AddHostedService<TrafficReloader>();
    }
}
