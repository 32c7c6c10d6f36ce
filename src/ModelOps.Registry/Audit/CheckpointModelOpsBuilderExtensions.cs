using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry;
using ModelOps.Registry.Audit;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds signed checkpoints of the registry's log to ModelOps.</summary>
public static class CheckpointModelOpsBuilderExtensions
{
    /// <summary>Signs how far the registry's log went, at each interval and after so many events, and keeps that elsewhere: a log that is cut or rewritten
    /// as a whole is found. <see cref="LogCheckpoints"/> signs and verifies on demand. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Checkpoints</c> of the configuration, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start. It needs a registry that keeps its own log (<see cref="IRegistryMaintenance"/>), and a place for the
    /// checkpoints: <see cref="LogCheckpointOptions.Folder"/>, or an <see cref="ICheckpointStore"/> that the host registers.</remarks>
    public static IModelOpsBuilder AddLogCheckpoints(this IModelOpsBuilder builder, Action<LogCheckpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(LogCheckpoints)))
        {
            services.AddOptions<LogCheckpointOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(LogCheckpointOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<LogCheckpointOptions>, LogCheckpointOptionsValidator>();
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton<ICheckpointStore>(static provider => new FolderCheckpointStore(
                provider.GetRequiredService<IOptions<LogCheckpointOptions>>().Value.Folder
                    ?? throw new InvalidOperationException($"There is no place for checkpoints. Set {LogCheckpointOptions.SectionName}:Folder, or register an ICheckpointStore.")));
            services.AddSingleton<CheckpointMetrics>();
            services.AddSingleton(static provider => new LogCheckpoints(
                provider.GetRequiredService<IRegistryMaintenance>(),
                provider.GetRequiredService<ICheckpointStore>(),
                CheckpointKeys.From(provider.GetRequiredService<IOptions<LogCheckpointOptions>>().Value, provider),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<CheckpointMetrics>(),
                provider.GetService<ILoggerFactory>()?.CreateLogger<LogCheckpoints>() ?? NullLogger<LogCheckpoints>.Instance));
            services.AddHostedService<CheckpointWorker>();
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
