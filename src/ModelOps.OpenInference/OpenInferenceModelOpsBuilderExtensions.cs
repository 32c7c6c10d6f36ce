using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps;
using ModelOps.OpenInference;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients of remote models to ModelOps.</summary>
public static class OpenInferenceModelOpsBuilderExtensions
{
    /// <summary>Answers calls of models with remote servers: <see cref="IInferenceClient"/> becomes an <see cref="OpenInferenceClient"/>, whether or not
    /// <c>AddServing()</c> is called too. Safe to call more than once.</summary>
    /// <remarks>Settings are read from the section <c>ModelOps:OpenInference</c>. Wrong settings stop the host at start.</remarks>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddOpenInferenceClient(this IModelOpsBuilder builder, Action<OpenInferenceClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(static d => !d.IsKeyedService && d.ServiceType == typeof(OpenInferenceClient)))
        {
            AddOptions(services, Options.Options.DefaultName);
            services.AddSingleton(static s => Make(s, Options.Options.DefaultName));
            services.Replace(ServiceDescriptor.Singleton<IInferenceClient>(static s => s.GetRequiredService<OpenInferenceClient>()));
        }

        if (configure is not null) { services.Configure(configure); }
        return builder;
    }

    /// <summary>Adds a client of remote models under a name: <c>[FromKeyedServices("name")] IInferenceClient</c>. What answers without a name stays as it is.
    /// Safe to call more than once.</summary>
    /// <remarks>Settings are read from the section <c>ModelOps:OpenInference:Clients:{name}</c>. Wrong settings stop the host at start.</remarks>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="name">Name of the client, its key.</param>
    /// <param name="configure">Runs after configuration is bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddOpenInferenceClient(this IModelOpsBuilder builder, string name, Action<OpenInferenceClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        IServiceCollection services = builder.Services;
        if (!services.Any(d => d.IsKeyedService && d.ServiceType == typeof(OpenInferenceClient) && Equals(d.ServiceKey, name)))
        {
            AddOptions(services, name);
            services.AddKeyedSingleton(name, static (s, key) => Make(s, (string)key!));
            services.AddKeyedSingleton<IInferenceClient>(name, static (s, key) => s.GetRequiredKeyedService<OpenInferenceClient>(key));
        }

        if (configure is not null) { services.Configure(name, configure); }
        return builder;
    }

    private static void AddOptions(IServiceCollection services, string name)
    {
        string section = OpenInferenceSections.Of(name);
        services.AddOptions<OpenInferenceClientOptions>(name)
            .Configure<IServiceProvider>((options, s) => s.GetService<IConfiguration>()?.GetSection(section).Bind(options))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OpenInferenceClientOptions>, OpenInferenceClientOptionsValidator>());
    }

    private static OpenInferenceClient Make(IServiceProvider services, string name) => new(
        services.GetRequiredService<IOptionsMonitor<OpenInferenceClientOptions>>().Get(name),
        services.GetService<ILoggerFactory>(),
        services.GetService<IMeterFactory>(),
        services.GetService<TimeProvider>());
}
