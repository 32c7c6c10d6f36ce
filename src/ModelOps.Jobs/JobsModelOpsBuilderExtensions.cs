using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Jobs;
using ModelOps.Jobs.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds jobs to ModelOps.</summary>
public static class JobsModelOpsBuilderExtensions
{
    /// <summary>Runs predictions as jobs: a client that submits them, workers that run them through <see cref="IInferenceClient"/>, webhooks, metrics. The
    /// queue is the embedded one unless the host has another <see cref="IInferenceJobQueue"/>. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Jobs</c> of the configuration, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Bad options stop the host at its start. The embedded queue's file is opened when it is first asked for.</remarks>
    public static IModelOpsBuilder AddJobs(this IModelOpsBuilder builder, Action<JobsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(JobMetrics)))
        {
            services.AddOptions<JobsOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(JobsOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddOptions<SqliteJobQueueOptions>()
                .Configure<IServiceProvider>(static (options, provider) =>
                    provider.GetService<IConfiguration>()?.GetSection(SqliteJobQueueOptions.SectionName).Bind(options))
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<JobsOptions>, JobsOptionsValidator>();
            services.AddSingleton<IValidateOptions<SqliteJobQueueOptions>, SqliteJobQueueOptionsValidator>();
            services.AddSingleton<JobMetrics>();
            services.AddSingleton<JobRetryPolicy>();
            services.AddSingleton<JobRunner>();
            services.AddSingleton<WebhookSender>();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IInferenceJobHandler, InferJobHandler>());
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IInferenceJobHandler, BatchJobHandler>());
            services.AddHostedService<JobWorkerService>();
            services.AddHostedService<JobMaintenanceService>();
            services.AddHostedService<WebhookService>();
        }

        services.TryAddSingleton<IInferenceJobQueue>(static provider => SqliteJobQueue.Open(
            provider.GetRequiredService<IOptions<SqliteJobQueueOptions>>().Value, provider.GetService<TimeProvider>()));
        services.TryAddSingleton<IInferenceJobClient, InferenceJobClient>();
        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
