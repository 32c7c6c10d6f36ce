namespace ModelOps.Tests.Inference;

public sealed class InferenceRequestTests
{
    [Fact]
    public void Reset_UsedRequest_ForgetsTheCallBefore()
    {
        using InferenceRequest request = new(ModelReference.ToModel("a")) { Id = "7" };
        request.Inputs.Add("x", TensorDataType.Float32, [1]);
        request.RequestedOutputs.Add("y");
        request.Context.Tenant = "t";
        request.Context.RoutingKey = "k";
        request.Context.Deadline = DateTimeOffset.UnixEpoch;
        request.Context.Priority = 1;
        request.Context.IdempotencyKey = "i";

        request.Reset(ModelReference.ToModel("b"));

        Assert.Equal(("b", (string?)null), (request.Model.Name, request.Id));
        Assert.Empty(request.Inputs);
        Assert.Empty(request.RequestedOutputs);
        InferenceContext context = request.Context;
        Assert.Equal((null, null, null, 0, null), (context.Tenant, context.RoutingKey, context.Deadline, context.Priority, context.IdempotencyKey));
    }
}
