using ModelOps.Serving.InputRules;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds rules for what callers send to serving.</summary>
public static class InputRulesModelOpsBuilderExtensions
{
    /// <summary>Adds rules for the inputs of a model or pipeline, to those of the configuration. Needs <c>AddServing()</c>.</summary>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="model">Name of the model or pipeline.</param>
    /// <param name="configure">Adds the rules; runs again when the configuration changes.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static IModelOpsBuilder AddInputRules(this IModelOpsBuilder builder, string model, Action<ModelInputRulesOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<InputRulesOptions>(options =>
        {
            if (!options.Models.TryGetValue(model, out ModelInputRulesOptions? rules)) { options.Models[model] = rules = new ModelInputRulesOptions(); }
            configure(rules);
        });
        return builder;
    }
}
