namespace ModelOps;

/// <summary>Shorter calls of an <see cref="IPredictor{TIn, TOut}"/>.</summary>
public static class PredictorExtensions
{
    /// <summary>Predicts for one value.</summary>
    /// <typeparam name="TIn">What goes in.</typeparam>
    /// <typeparam name="TOut">What comes out.</typeparam>
    /// <param name="predictor">The predictor.</param>
    /// <param name="input">The value.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The answer.</returns>
    public static ValueTask<TOut> PredictAsync<TIn, TOut>(this IPredictor<TIn, TOut> predictor, TIn input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return predictor.PredictAsync(input, null, cancellationToken);
    }

    /// <summary>Predicts for many values.</summary>
    /// <typeparam name="TIn">What goes in.</typeparam>
    /// <typeparam name="TOut">What comes out.</typeparam>
    /// <param name="predictor">The predictor.</param>
    /// <param name="inputs">The values, kept until the task ends.</param>
    /// <param name="outputs">Receives an answer for each value, in their order; at least as long.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>A task that ends when <paramref name="outputs"/> is filled.</returns>
    public static ValueTask PredictBatchAsync<TIn, TOut>(
        this IPredictor<TIn, TOut> predictor, ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return predictor.PredictBatchAsync(inputs, outputs, null, cancellationToken);
    }

    /// <summary>Predicts for many values.</summary>
    /// <typeparam name="TIn">What goes in.</typeparam>
    /// <typeparam name="TOut">What comes out.</typeparam>
    /// <param name="predictor">The predictor.</param>
    /// <param name="inputs">The values, kept until the task ends.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>A new array with an answer for each value, in their order.</returns>
    public static async ValueTask<TOut[]> PredictBatchAsync<TIn, TOut>(
        this IPredictor<TIn, TOut> predictor, ReadOnlyMemory<TIn> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        TOut[] outputs = new TOut[inputs.Length];
        await predictor.PredictBatchAsync(inputs, outputs, null, cancellationToken).ConfigureAwait(false);
        return outputs;
    }
}
