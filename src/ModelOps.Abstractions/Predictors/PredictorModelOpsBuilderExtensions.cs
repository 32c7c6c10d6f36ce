using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelOps;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds typed predictors to ModelOps.</summary>
public static class PredictorModelOpsBuilderExtensions
{
    /// <summary>Adds an <see cref="IPredictor{TIn, TOut}"/> that calls a model through the host's <see cref="IInferenceClient"/>, local or remote.</summary>
    /// <remarks>The types are compared with the model's signature when the host starts; see <see cref="PredictorOptions.Check"/>. Added for several models, the
    /// first is the predictor without a key; each is also the keyed service of its <paramref name="model"/>.</remarks>
    /// <typeparam name="TIn">What goes in: a partial type marked with <see cref="ModelInputAttribute"/>.</typeparam>
    /// <typeparam name="TOut">What comes out: a partial type marked with <see cref="ModelOutputAttribute"/>.</typeparam>
    /// <param name="builder">What <c>AddModelOps()</c> returned.</param>
    /// <param name="model">The model, e.g. <c>demand@champion</c>.</param>
    /// <param name="configure">Changes its settings.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    /// <exception cref="InvalidModelReferenceException"><paramref name="model"/> is no reference.</exception>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public static IModelOpsBuilder AddPredictor<TIn, TOut>(this IModelOpsBuilder builder, string model, Action<PredictorOptions>? configure = null)
        where TIn : IModelInput<TIn>
        where TOut : IModelOutput<TOut>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ModelReference reference = ModelReference.Parse(model);
        PredictorOptions options = new();
        configure?.Invoke(options);
        options.Validate();
        IServiceCollection services = builder.Services;
        bool isFirst = services.All(static d => d.ServiceType != typeof(IPredictor<TIn, TOut>));
        Predictor<TIn, TOut> Create(IServiceProvider provider) => new(
            reference,
            options.ClientKey is { } key ? provider.GetRequiredKeyedService<IInferenceClient>(key) : provider.GetRequiredService<IInferenceClient>(),
            options);

        services.AddKeyedSingleton<IPredictor<TIn, TOut>>(model, (provider, _) => Create(provider));
        services.AddSingleton<IPredictorSetup>(provider => (IPredictorSetup)provider.GetRequiredKeyedService<IPredictor<TIn, TOut>>(model));
        if (isFirst) { services.AddSingleton(provider => provider.GetRequiredKeyedService<IPredictor<TIn, TOut>>(model)); }
        services.AddHostedService<PredictorCheckService>(); // once, however often it is added
        services.TryAddSingleton(TimeProvider.System);
        return builder;
    }
}
