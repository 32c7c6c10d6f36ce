namespace ModelOps.Generators.Tests.Predictors;

/// <summary>Answers <c>x</c> as <c>y</c>.</summary>
internal sealed class RenamingClient(IInferenceClient inner) : DelegatingInferenceClient(inner)
{
    public override async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        await base.InferAsync(request, response, cancellationToken);
        InferenceTensor x = response.Outputs["x"];
        byte[] bytes = x.Bytes.ToArray();
        long[] shape = x.Shape.ToArray();
        x.Reset("y", x.DataType, shape);
        x.TrySetBytes(bytes);
    }
}
