using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving;

internal static class RolloutRegistration
{
    public static void AddRollouts(IServiceCollection services)
    {
        if (services.Any(static d => d.ServiceType == typeof(Rollouts))) { return; }
        services.AddOptionsSection<RolloutOptions, RolloutOptionsValidator>(static (section, options) => section.Bind(options), RolloutOptions.SectionName);
        services.AddSingleton<RolloutStore>();
        services.AddSingleton<RolloutMetrics>();
        services.AddSingleton<RolloutServices>();
        services.AddSingleton<Rollouts>();
        services.AddSingleton<AuditLog>();
        services.TryAddSingleton<IRollouts>(static s => s.GetRequiredService<Rollouts>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuditSink, LogAuditSink>());
        services.AddSingleton<IAuditSink>(static s => s.GetRequiredService<IOptions<RolloutOptions>>().Value.AuditFile is { } file
            ? new JsonLinesAuditSink(file)
            : NoAuditSink.Instance);
        services.AddHostedService<RolloutHostedService>();
    }
}
