namespace ModelOps.OpenInference.Tests.Fakes;

internal static class RemoteCall
{
    public static OpenInferenceClient Connect(Uri server, Action<OpenInferenceClientOptions>? configure = null) => Connect([server], configure);

    public static OpenInferenceClient Connect(IEnumerable<Uri> servers, Action<OpenInferenceClientOptions>? configure = null)
    {
        OpenInferenceClientOptions options = new() { Seed = 1, RetryDelay = TimeSpan.FromMilliseconds(1) };
        foreach (Uri server in servers) { options.Endpoints.Add(server); }
        configure?.Invoke(options);
        return new OpenInferenceClient(options);
    }

    /// <summary>A request <c>x = [3]</c> of the model <c>m</c>.</summary>
    public static InferenceRequest NewRequest()
    {
        InferenceRequest request = new(ModelReference.ToModel("m"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1], [3]));
        return request;
    }

    /// <summary>Calls once; the answer is one number.</summary>
    public static async Task<float> CallAsync(this IInferenceClient client, CancellationToken cancellationToken = default)
    {
        using InferenceRequest request = NewRequest();
        using InferenceResponse response = await client.InferAsync(request, cancellationToken);
        return response.Outputs["y"].AsSpan<float>()[0];
    }
}
