namespace ModelOps;

/// <summary>Shorter calls of an <see cref="IInferenceClient"/>.</summary>
public static class InferenceClientExtensions
{
    /// <summary>Runs a model and returns a new response.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The answer; the caller disposes it. A caller that must not allocate keeps a response and passes it in instead.</returns>
    public static async ValueTask<InferenceResponse> InferAsync(
        this IInferenceClient client, InferenceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        InferenceResponse response = new();
        try
        {
            await client.InferAsync(request, response, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
