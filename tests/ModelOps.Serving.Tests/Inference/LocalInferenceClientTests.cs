using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Inference;

public sealed class LocalInferenceClientTests
{
    [Fact]
    public async Task InferAsync_FileModel_Answers()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f));
        using InferenceRequest request = new(ModelReference.Parse("affine")) { Id = "7" };
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 4], [1, 2, 3, 4]));

        using InferenceResponse response = await host.Client.InferAsync(request);

        Assert.Equal("affine", response.ModelName);
        Assert.Equal("1.0.0", response.ModelVersion);
        Assert.Equal("7", response.Id);
        Assert.Equal([3f, 5f, 7f, 9f], response.Outputs["y"].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task InferAsync_SteadyState_AllocatesNothing()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f));
        using InferenceRequest request = new(ModelReference.Parse("affine"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 4], [1, 2, 3, 4]));
        using InferenceResponse response = new();

        long allocated = await Allocations.PerCallAsync(() => host.Client.InferAsync(request, response));

        Assert.Equal(0, allocated);
    }
}
