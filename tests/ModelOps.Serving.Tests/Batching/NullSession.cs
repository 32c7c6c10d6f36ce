namespace ModelOps.Serving.Tests.Batching;

/// <summary>Answers zeros and allocates nothing.</summary>
internal sealed class NullSession : IModelSession
{
    public ModelSignature Signature { get; } = new([new TensorSpec("x", TensorDataType.Float32, [-1, -1])], [new TensorSpec("y", TensorDataType.Float32, [-1, 1])]);

    public IReadOnlyDictionary<string, string> Properties { get; } = new Dictionary<string, string>();

    public void Run(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        response.Outputs.Clear();
        response.Outputs.Add("y", TensorDataType.Float32, [request.Inputs[0].Shape[0], 1]).Bytes.Clear();
    }

    public void Terminate()
    {
    }

    public void Dispose()
    {
    }
}
