namespace ModelOps.Serving;

/// <summary>Runs a fresh session on made-up input, so that the first caller does not pay for what happens once.</summary>
internal static class ModelWarmUp
{
    public static void Run(ModelPackage package, IModelSession session, int runs, CancellationToken cancellationToken)
    {
        using InferenceRequest request = CreateRequest(package.Model, session.Signature);
        using InferenceResponse response = new();
        for (int i = 0; i < runs; i++)
        {
            response.Reset();
            session.Run(request, response, cancellationToken);
        }
    }

    /// <summary>Zeros (empty strings for <c>BYTES</c>) of the signature's shapes, with 1 for each dimension of any size.</summary>
    private static InferenceRequest CreateRequest(string model, ModelSignature signature)
    {
        InferenceRequest request = new(ModelReference.ToModel(model));
        foreach (TensorSpec input in signature.Inputs)
        {
            InferenceTensor tensor = new(input.Name, input.DataType, [.. input.Shape.Select(static d => d < 0 ? 1 : d)]);
            request.Inputs.Add(tensor);
            for (long i = 0; input.DataType == TensorDataType.Bytes && i < tensor.ElementCount; i++) { tensor.AppendElement(string.Empty); }
        }

        return request;
    }
}
