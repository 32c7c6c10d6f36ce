namespace ModelOps;

/// <summary>Composes a client and the concerns around it. The concern added first is the outermost.</summary>
public sealed class InferenceClientBuilder
{
    private readonly Func<IServiceProvider, IInferenceClient> _innermost;
    private readonly List<Func<IInferenceClient, IServiceProvider, IInferenceClient>> _concerns = [];

    /// <summary>Starts from the client that reaches the model.</summary>
    /// <param name="innermost">Makes that client.</param>
    public InferenceClientBuilder(Func<IServiceProvider, IInferenceClient> innermost) =>
        _innermost = innermost ?? throw new ArgumentNullException(nameof(innermost));

    /// <summary>Starts from the client that reaches the model.</summary>
    /// <param name="innermost">That client.</param>
    public InferenceClientBuilder(IInferenceClient innermost)
    {
        ArgumentNullException.ThrowIfNull(innermost);
        _innermost = _ => innermost;
    }

    /// <summary>Adds a concern inside those added before.</summary>
    /// <param name="concern">Makes the delegating client around the given one.</param>
    /// <returns>This builder, for chaining.</returns>
    public InferenceClientBuilder Use(Func<IInferenceClient, IServiceProvider, IInferenceClient> concern)
    {
        ArgumentNullException.ThrowIfNull(concern);
        _concerns.Add(concern);
        return this;
    }

    /// <summary>Adds a concern inside those added before.</summary>
    /// <param name="concern">Makes the delegating client around the given one.</param>
    /// <returns>This builder, for chaining.</returns>
    public InferenceClientBuilder Use(Func<IInferenceClient, IInferenceClient> concern)
    {
        ArgumentNullException.ThrowIfNull(concern);
        return Use((inner, _) => concern(inner));
    }

    /// <summary>Makes the pipeline.</summary>
    /// <param name="services">Services for the concerns.</param>
    /// <returns>The outermost client.</returns>
    /// <exception cref="InvalidOperationException">A concern returned null.</exception>
    public IInferenceClient Build(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        IInferenceClient client = _innermost(services);
        for (int i = _concerns.Count - 1; i >= 0; i--)
        {
            client = _concerns[i](client, services)
                ?? throw new InvalidOperationException($"The concern at position {i} of the inference pipeline returned null.");
        }

        return client;
    }
}
