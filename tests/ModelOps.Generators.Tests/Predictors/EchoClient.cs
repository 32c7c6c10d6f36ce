namespace ModelOps.Generators.Tests.Predictors;

/// <summary>Answers with the inputs, checked against a signature: what a server far away that mirrors would do.</summary>
internal sealed class EchoClient(ModelSignature signature) : IInferenceClient
{
    public ModelSignature Signature { get; set; } = signature;

    public bool IsReady { get; set; } = true;

    public bool CompletesLater { get; set; }

    public int Calls { get; private set; }

    public int MetadataCalls { get; private set; }

    public InferenceContext LastContext { get; } = new();

    public string[] LastRequestedOutputs { get; private set; } = [];

    /// <summary>A signature that takes and gives the tensors of a type, rows of any number.</summary>
    public static ModelSignature SignatureOf(IEnumerable<TensorBinding> tensors)
    {
        TensorSpec[] specs = [.. tensors.Select(static t => new TensorSpec(t.Name, t.DataType, [-1, .. t.RowShape]))];
        return new ModelSignature(specs, specs);
    }

    public async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        Calls++;
        LastContext.CopyFrom(request.Context);
        LastRequestedOutputs = [.. request.RequestedOutputs];
        if (CompletesLater) { await Task.Yield(); }
        cancellationToken.ThrowIfCancellationRequested();
        response.Reset();
        Signature.EnsureAccepts(request);
        response.ModelName = request.Model.Name;
        foreach (InferenceTensor input in request.Inputs)
        {
            InferenceTensor output = response.Outputs.Add(input.Name, input.DataType, input.Shape);
            Assert.Null(output.TrySetBytes(input.Bytes));
        }
    }

    public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        MetadataCalls++;
        return ValueTask.FromResult(new ModelMetadata { Name = model.Name, Versions = ["1.0.0"], Platform = "echo", Signature = Signature });
    }

    public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default) => ValueTask.FromResult(IsReady);
}
