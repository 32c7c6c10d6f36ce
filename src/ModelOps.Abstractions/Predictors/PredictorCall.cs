namespace ModelOps;

/// <summary>The tensors of one call, pooled.</summary>
internal sealed class PredictorCall(ModelReference model) : IDisposable
{
    public InferenceRequest Request { get; } = new(model);

    public InferenceResponse Response { get; } = new();

    public void Prepare(ModelReference model, PredictorPlan plan, InferenceContext? context)
    {
        Request.Reset(model);
        if (context is not null) { Request.Context.CopyFrom(context); }
        foreach (string output in plan.RequestedOutputs) { Request.RequestedOutputs.Add(output); }
    }

    public void Dispose()
    {
        Request.Dispose();
        Response.Dispose();
    }
}
