using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving;

/// <summary>One way to have settings: bound from a section, checked by a validator, wrong ones stop the host at start.</summary>
internal static class ServingOptionsRegistration
{
    /// <param name="services">Where to.</param>
    /// <param name="bind">Binds the section; a lambda of the caller's, so that the binding generator sees the type.</param>
    /// <param name="section">Path of the section.</param>
    public static IServiceCollection AddOptionsSection<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(
        this IServiceCollection services, Action<IConfigurationSection, TOptions> bind, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>()
            .Configure<IServiceProvider>((options, s) =>
            {
                if (s.GetService<IConfiguration>() is { } configuration) { bind(configuration.GetSection(section), options); }
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        return services;
    }
}
