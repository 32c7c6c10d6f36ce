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
    public async Task InferAsync_WholePipelineAtSteadyState_AllocatesNothing()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f, columns: 1));
        using InferenceRequest request = TestHost.CreateRequest("affine");
        using InferenceResponse response = new();
        IInferenceClient client = host.Client;

        Assert.Equal(0, Allocations.Fewest(() => client.InferAsync(request, response)));
    }

    [Fact]
    public async Task InferAsync_DoesNotFit_InvalidRequestAndModelNotRun()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f, columns: 3));
        host.Runtime.Sessions.Single().OnRun = static () => Assert.Fail("must not run");
        using InferenceRequest request = TestHost.CreateRequest("affine");

        InvalidInferenceRequestException e =
            await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await host.Client.InferAsync(request));

        Assert.Equal("x", e.Tensor);
        Assert.Contains("[-1,3]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InferAsync_DeadlinePassed_DeadlineExceeded()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f, columns: 1));
        using InferenceRequest request = TestHost.CreateRequest("affine");
        request.Context.Deadline = host.Time.GetUtcNow();
        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await host.Client.InferAsync(request));

        request.Context.Deadline += TimeSpan.FromSeconds(1);
        using InferenceResponse response = await host.Client.InferAsync(request);
        Assert.Equal(3f, response.Outputs["y"].AsSpan<float>()[0]);
    }

    [Fact]
    public async Task InferAsync_CancelledBefore_Cancelled()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f, columns: 1));
        using InferenceRequest request = TestHost.CreateRequest("affine");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await host.Client.InferAsync(request, new CancellationToken(true)));
    }

    [Theory]
    [InlineData("demand", "1.1.0", 20f)]
    [InlineData("demand@champion", "1.1.0", 20f)]
    [InlineData("demand@candidate", "1.2.0", 30f)]
    [InlineData("demand:1.1.0", "1.1.0", 20f)]
    [InlineData("demand:3", "1.2.0", 30f)]
    [InlineData("models:/demand/2", "1.1.0", 20f)]
    public async Task InferAsync_EveryFormOfReference_Resolves(string reference, string version, float offset)
    {
        using TestHost host = new();
        host.AddVersions("demand", 10, 20, 30);
        host.Registry.Point("demand", "champion", 2);
        host.Registry.Point("demand", "candidate", 3);
        await host.FollowAsync("demand", "champion", "candidate");

        Assert.Equal((version, 1 + offset), await host.CallAsync(reference));
        Assert.True(await host.Client.IsReadyAsync(ModelReference.Parse(reference)));
    }

    [Fact]
    public async Task InferAsync_NotThere_SaysWhatIs()
    {
        using TestHost host = new();
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 2);
        await host.FollowAsync("demand", "champion", "candidate");

        ModelNotFoundException model = await Assert.ThrowsAsync<ModelNotFoundException>(() => host.CallAsync("other"));
        Assert.Contains("known: demand", model.Message, StringComparison.Ordinal);
        ModelVersionNotFoundException version = await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => host.CallAsync("demand:1"));
        Assert.Contains("known: 1.1.0, champion", version.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => host.CallAsync("demand@shadow"));
        await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("demand@candidate")); // followed, but not there yet

        Assert.False(await host.Client.IsReadyAsync(ModelReference.Parse("demand@shadow")));
        Assert.False(await host.Client.IsReadyAsync(ModelReference.Parse("demand:1")));
        await Assert.ThrowsAsync<ModelNotFoundException>(async () => await host.Client.IsReadyAsync(ModelReference.Parse("other")));
    }

    [Fact]
    public async Task GetMetadataAsync_RegistryModel_DescribesIt()
    {
        using TestHost host = new();
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        host.Registry.Point("demand", "candidate", 2);
        await host.FollowAsync("demand", "champion", "candidate");

        ModelMetadata metadata = await host.Client.GetMetadataAsync(ModelReference.Parse("demand"));

        Assert.Equal("demand", metadata.Name);
        Assert.Equal(["1.1.0", "1.0.0"], metadata.Versions);
        Assert.Equal("onnx_onnxv1", metadata.Platform);
        Assert.Equal("x: FP32[-1,1]", metadata.Signature.Inputs.Single().ToString());
        Assert.Equal("1", metadata.Properties["number"]);
        Assert.StartsWith("sha256:", metadata.Properties["digest"], StringComparison.Ordinal);
        Assert.Equal("0", metadata.Properties["session.intra_op.allow_spinning"]);
        await Assert.ThrowsAsync<ModelNotFoundException>(async () => await host.Client.GetMetadataAsync(ModelReference.Parse("other")));
    }
}
