using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.OpenInference;
using ModelOps.OpenInference.PayloadLog;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the payload log to ModelOps.</summary>
public static class PayloadLogModelOpsBuilderExtensions
{
    /// <summary>Logs what callers asked and models answered as CloudEvents: to files, to an HTTP address, or to every <see cref="IPayloadSink"/> registered.</summary>
    /// <remarks>Settings are read from the section <c>ModelOps:PayloadLog</c>. Calls never wait for the log: what there is no room for is dropped and counted in
    /// the metric <c>modelops.payload_log.calls</c>.</remarks>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddPayloadLog(this IModelOpsBuilder builder, Action<PayloadLogOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(PayloadQueue))) // binding twice would double the lists
        {
            services.AddOptions<PayloadLogOptions>()
                .Configure<IServiceProvider>(static (options, s) => s.GetService<IConfiguration>()?.GetSection(PayloadLogOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<PayloadLogOptions>, PayloadLogOptionsValidator>();
            services.AddSingleton<PayloadQueue>();
            services.AddSingleton<PayloadEvents>();
            services.AddSingleton<PayloadMetrics>();
            services.AddSingleton<PayloadObserver>();
            services.AddSingleton<IInferenceObserver>(static s => s.GetRequiredService<PayloadObserver>());
            services.AddHostedService<PayloadLogService>();
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
