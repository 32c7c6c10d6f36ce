namespace ModelOps;

/// <summary>Calls one model with values of a type and answers with values of another, in this process or across a cluster.</summary>
/// <remarks>Thread-safe. Requests and responses are pooled: at steady state a call that completes in process allocates nothing but what an answer holds.</remarks>
/// <typeparam name="TIn">What goes in; marked with <see cref="ModelInputAttribute"/>.</typeparam>
/// <typeparam name="TOut">What comes out; marked with <see cref="ModelOutputAttribute"/>.</typeparam>
public interface IPredictor<TIn, TOut>
{
    /// <summary>The model called.</summary>
    ModelReference Model { get; }

    /// <summary>Predicts for one value.</summary>
    /// <param name="input">The value.</param>
    /// <param name="context">Tenant, routing key, deadline and the like; it is read, not kept. Null for none.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ModelSignatureMismatchException">The types do not fit the model.</exception>
    /// <exception cref="ModelOpsException">The call failed; see <see cref="IInferenceClient.InferAsync"/>.</exception>
    ValueTask<TOut> PredictAsync(TIn input, InferenceContext? context, CancellationToken cancellationToken = default);

    /// <summary>Predicts for many values in one call of the model, or in a few when there are more than it takes.</summary>
    /// <param name="inputs">The values, kept until the task ends.</param>
    /// <param name="outputs">Receives an answer for each value, in their order; at least as long.</param>
    /// <param name="context">Tenant, routing key, deadline and the like; it is read until the task ends. Null for none.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>A task that ends when <paramref name="outputs"/> is filled.</returns>
    /// <exception cref="ArgumentException"><paramref name="outputs"/> is too short.</exception>
    /// <exception cref="ModelSignatureMismatchException">The types do not fit the model.</exception>
    /// <exception cref="ModelOpsException">The call failed; see <see cref="IInferenceClient.InferAsync"/>.</exception>
    ValueTask PredictBatchAsync(
        ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, InferenceContext? context, CancellationToken cancellationToken = default);
}
