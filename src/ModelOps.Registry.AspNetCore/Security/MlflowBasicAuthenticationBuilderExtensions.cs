using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelOps.Registry.AspNetCore;
using ModelOps.Registry.AspNetCore.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Basic authentication for MLflow clients.</summary>
public static class MlflowBasicAuthenticationBuilderExtensions
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "MlflowBasic";

    /// <summary>Authenticates callers by user and password, as the MLflow client sends them.</summary>
    /// <param name="builder">What <c>AddAuthentication()</c> returned.</param>
    /// <param name="configure">Runs after section <c>ModelOps:Registry:MlflowApi:Basic</c> of the configuration, where there is one, was bound, so it wins.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <remarks>Basic sends the password with every call: use it over TLS only. Bad options stop the host at its start.</remarks>
    public static AuthenticationBuilder AddMlflowBasic(this AuthenticationBuilder builder, Action<MlflowBasicOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        services.TryAddSingleton(static provider => new VerifiedPasswords(provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MlflowBasicOptions>, MlflowBasicOptionsValidator>());
        services.AddOptions<MlflowBasicOptions>(Scheme)
            .Configure<IServiceProvider>(static (options, provider) => Read(provider.GetService<IConfiguration>()?.GetSection(MlflowBasicOptions.SectionName), options))
            .ValidateOnStart();
        return builder.AddScheme<MlflowBasicOptions, MlflowBasicHandler>(Scheme, configure);
    }

    private static void Read(IConfigurationSection? section, MlflowBasicOptions options)
    {
        if (section is null) { return; }
        options.Realm = section[nameof(options.Realm)] ?? options.Realm;
        options.CacheFor = section.GetSection(nameof(options.CacheFor)).Get<TimeSpan?>() ?? options.CacheFor;
        section.GetSection(nameof(options.Users)).Bind(options.Users);
    }
}
