using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving.InputRules;

internal static class InputRulesRegistration
{
    public static void AddInputRules(this IServiceCollection services)
    {
        if (services.Any(static d => d.ServiceType == typeof(InputRuleSource))) { return; } // binding twice would double the rules
        services.AddOptions<InputRulesOptions>().Configure<IServiceProvider>(static (options, s) =>
        {
            if (s.GetService<IConfiguration>() is { } configuration) { configuration.GetSection(InputRulesOptions.SectionName).Bind(options); }
        });
        services.AddSingleton<IOptionsChangeTokenSource<InputRulesOptions>>(static s =>
            new ConfigurationChangeTokenSource<InputRulesOptions>(s.GetService<IConfiguration>() ?? new ConfigurationManager()));
        services.TryAddSingleton<InputRuleMetrics>();
        services.AddSingleton<InputRuleSource>();
        services.AddHostedService(static s => s.GetRequiredService<InputRuleSource>());
    }

    /// <summary>Rules can come by a change of the configuration; a host that has none and cannot get any pays nothing.</summary>
    public static void UseInputRules(this InferenceClientBuilder builder, IServiceProvider services)
    {
        InputRuleSource source = services.GetRequiredService<InputRuleSource>();
        if (source.Current is null && services.GetService<IConfiguration>() is null) { return; }
        ILogger logger = (ILogger?)services.GetService<ILogger<InputRulesInferenceClient>>() ?? NullLogger.Instance;
        builder.Use(inner => new InputRulesInferenceClient(inner, source, services.GetRequiredService<InputRuleMetrics>(), logger));
    }
}
