using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.Registry.Training;
using ModelOps.Registry.Training.Remote;

namespace Microsoft.Extensions.DependencyInjection;

// Launchers over HTTP.
public static partial class TrainingModelOpsBuilderExtensions
{
    /// <summary>Starts training jobs as DAG runs of Apache Airflow 3: <see cref="ITrainingJobLauncher"/> under the key
    /// <see cref="TrainingLauncherNames.Airflow"/>, and without a key when no launcher was added before. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Airflow</c> was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddAirflowTraining(this IModelOpsBuilder builder, Action<AirflowOptions>? configure = null) => AddRemote(
        builder, TrainingLauncherNames.Airflow, static (section, options) => section.Bind(options), AirflowOptions.SectionName, static (o, s, t) => new AirflowLauncher(o, s, t), configure);

    /// <summary>Starts training jobs as runs of Kubeflow Pipelines 2: <see cref="ITrainingJobLauncher"/> under the key
    /// <see cref="TrainingLauncherNames.Kubeflow"/>, and without a key when no launcher was added before. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Kubeflow</c> was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddKubeflowTraining(this IModelOpsBuilder builder, Action<KubeflowOptions>? configure = null) => AddRemote(
        builder, TrainingLauncherNames.Kubeflow, static (section, options) => section.Bind(options), KubeflowOptions.SectionName, static (o, s, t) => new KubeflowLauncher(o, s, t), configure);

    /// <summary>Starts training jobs as Ray Jobs: <see cref="ITrainingJobLauncher"/> under the key <see cref="TrainingLauncherNames.Ray"/>, and without a
    /// key when no launcher was added before. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Ray</c> was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddRayTraining(this IModelOpsBuilder builder, Action<RayOptions>? configure = null) => AddRemote(
        builder, TrainingLauncherNames.Ray, static (section, options) => section.Bind(options), RayOptions.SectionName, static (o, s, t) => new RayLauncher(o, s, t), configure);

    /// <summary>Starts training jobs as Argo Workflows: <see cref="ITrainingJobLauncher"/> under the key <see cref="TrainingLauncherNames.Argo"/>, and
    /// without a key when no launcher was added before. Safe to call more than once.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:Argo</c> was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddArgoTraining(this IModelOpsBuilder builder, Action<ArgoOptions>? configure = null) => AddRemote(
        builder, TrainingLauncherNames.Argo, static (section, options) => section.Bind(options), ArgoOptions.SectionName, static (o, s, t) => new ArgoLauncher(o, s, t), configure);

    private static IModelOpsBuilder AddRemote<TOptions, TLauncher>(
        IModelOpsBuilder builder,
        string name,
        Action<IConfiguration, TOptions> bind,
        string section,
        Func<TOptions, ISecretSource?, TimeProvider, TLauncher> make,
        Action<TOptions>? configure)
        where TOptions : RemoteLauncherOptions, new()
        where TLauncher : RemoteLauncher
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => d.ServiceType == typeof(TLauncher)))
        {
            services.AddOptions<TOptions>()
                .Configure<IServiceProvider>((options, provider) =>
                {
                    if (provider.GetService<IConfiguration>()?.GetSection(section) is { } found) { bind(found, options); }
                })
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<TOptions>, RemoteLauncherOptionsValidator<TOptions>>();
            services.TryAddSingleton(TimeProvider.System);
            builder.AddSecrets();
            services.AddSingleton(s =>
            {
                TLauncher launcher = make(s.GetRequiredService<IOptions<TOptions>>().Value, s.GetService<ISecretSource>(), s.GetRequiredService<TimeProvider>());
                launcher.Count(s.GetRequiredService<TrainingMetrics>());
                return launcher;
            });
            AddLauncher<TLauncher>(services, name);
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }
}
