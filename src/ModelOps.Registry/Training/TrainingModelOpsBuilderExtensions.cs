using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry.Training;
using ModelOps.Registry.Training.Embedded;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds training jobs to ModelOps.</summary>
public static partial class TrainingModelOpsBuilderExtensions
{
    /// <summary>Runs training jobs in this host, kept in a file that several hosts of the machine may share: <see cref="ITrainingJobLauncher"/>, also under
    /// the key <see cref="TrainingLauncherNames.Embedded"/>, and <see cref="RetrainingTrigger"/>. Safe to call more than once; a launcher that was
    /// registered before stays.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Training</c> of the configuration was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start.</remarks>
    public static IModelOpsBuilder AddTrainingJobs(this IModelOpsBuilder builder, Action<TrainingJobsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(EmbeddedTrainingLauncher)))
        {
            services.AddOptions<TrainingJobsOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(TrainingJobsOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<TrainingJobsOptions>, TrainingJobsOptionsValidator>();
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<TrainingWorks>();
            services.AddSingleton(static s => new EmbeddedTrainingLauncher(
                s.GetRequiredService<IOptions<TrainingJobsOptions>>(), s.GetRequiredService<TrainingWorks>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<TrainingMetrics>()));
            services.AddSingleton(static s => new TrainingRunner(
                s.GetRequiredService<EmbeddedTrainingLauncher>(),
                s.GetRequiredService<TrainingWorks>(),
                s.GetRequiredService<TimeProvider>(),
                s,
                s.GetService<ILogger<TrainingRunner>>() ?? NullLogger<TrainingRunner>.Instance));
            services.AddSingleton<IHostedService>(static s => new TrainingRunnerService(
                s.GetRequiredService<TrainingRunner>(),
                s.GetRequiredService<EmbeddedTrainingLauncher>(),
                s.GetRequiredService<TimeProvider>(),
                s.GetService<ILogger<TrainingRunnerService>>() ?? NullLogger<TrainingRunnerService>.Instance));
            AddLauncher<EmbeddedTrainingLauncher>(services, TrainingLauncherNames.Embedded);
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }

    /// <summary>Makes a method of this host a training job. Calls <see cref="AddTrainingJobs"/>.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="name">Name of the job, as <see cref="TrainingJobSpec.Job"/> says it.</param>
    /// <param name="run">Does the work. Throwing fails the job; it must end soon after its token is cancelled. It may run again after a host was lost.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddTrainingJob(this IModelOpsBuilder builder, string name, Func<TrainingJobContext, CancellationToken, Task> run)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(run);
        builder.AddTrainingJobs();
        builder.Services.AddSingleton(new TrainingDelegate(name, run));
        return builder;
    }

    private static void AddLauncher<T>(IServiceCollection services, string name)
        where T : class, ITrainingJobLauncher
    {
        services.TryAddSingleton(static s => new TrainingMetrics(s.GetService<IMeterFactory>()));
        services.AddKeyedSingleton<ITrainingJobLauncher>(name, static (s, _) => s.GetRequiredService<T>());
        services.TryAddSingleton<ITrainingJobLauncher>(static s => s.GetRequiredService<T>());
        services.TryAddSingleton(static s => new RetrainingTrigger(s.GetRequiredService<ITrainingJobLauncher>(), s.GetService<ILogger<RetrainingTrigger>>()));
    }
}
