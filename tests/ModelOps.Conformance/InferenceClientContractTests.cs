using System.Globalization;
using Xunit;

namespace ModelOps.Conformance;

/// <summary>What every <see cref="IInferenceClient"/> must hold, in this process or across a network. It is asked with the models of
/// <see cref="InferenceClientContractModels"/>, version 1.0.0 each.</summary>
public abstract class InferenceClientContractTests
{
    private const string Affine = InferenceClientContractModels.Affine;
    private const string Sum = InferenceClientContractModels.Sum;

    /// <summary>Whether NaN and infinities reach the model and come back; they have no JSON form.</summary>
    protected virtual bool KeepsNotFinite => true;

    /// <summary>A client whose models answer.</summary>
    protected abstract Task<IInferenceClient> CreateClientAsync();

    [Fact]
    public async Task InferAsync_Answers_WithModelVersionAndId()
    {
        IInferenceClient client = await CreateClientAsync();
        using InferenceRequest request = NewRequest(Affine, 2, 10);
        request.Id = "id-é";

        using InferenceResponse response = await client.InferAsync(request);

        Assert.Equal((Affine, "1.0.0", "id-é"), (response.ModelName, response.ModelVersion, response.Id));
        InferenceTensor y = Assert.Single(response.Outputs);
        Assert.Equal(("y", TensorDataType.Float32), (y.Name, y.DataType));
        Assert.Equal([2, 4], y.Shape);
        Assert.Equal([21, 23, 25, 27, 29, 31, 33, 35], y.AsSpan<float>());
    }

    [Fact]
    public async Task InferAsync_WideName_AnswersUnderIt()
    {
        IInferenceClient client = await CreateClientAsync();
        using InferenceRequest request = NewRequest(InferenceClientContractModels.Wide, 2, 10);

        using InferenceResponse response = await client.InferAsync(request);

        Assert.Equal((InferenceClientContractModels.Wide, "1.0.0"), (response.ModelName, response.ModelVersion));
        ModelReference reference = ModelReference.ToVersion(InferenceClientContractModels.Wide, "1.0.0");
        Assert.True(await client.IsReadyAsync(reference));
        Assert.Equal(InferenceClientContractModels.Wide, (await client.GetMetadataAsync(reference)).Name);
        ModelNotFoundException missing = await Assert.ThrowsAsync<ModelNotFoundException>(
            async () => await client.GetMetadataAsync(ModelReference.ToModel(InferenceClientContractModels.Wide + "!")));
        Assert.Equal(InferenceClientContractModels.Wide + "!", missing.Model);
    }

    [Fact]
    public async Task InferAsync_NoId_NoneComesBack()
    {
        IInferenceClient client = await CreateClientAsync();
        using InferenceRequest request = NewRequest(Affine, 1, 0);
        using InferenceResponse response = await client.InferAsync(request);
        Assert.Null(response.Id);
        Assert.False(response.IsCached);
    }

    [Fact]
    public async Task InferAsync_ResponseReused_EachAnswerRight()
    {
        IInferenceClient client = await CreateClientAsync();
        using InferenceResponse response = new();
        foreach (int rows in (int[])[1, 300, 0, 7, 20_000, 1])
        {
            using InferenceRequest request = NewRequest(Affine, rows, rows);
            await client.InferAsync(request, response);
            AssertAffine(response, rows, rows);
        }
    }

    [Fact]
    public async Task InferAsync_OutputsRequested_OnlyThoseInThatOrder()
    {
        IInferenceClient client = await CreateClientAsync();
        foreach (string[] wanted in (string[][])[["difference", "sum"], ["sum"], ["difference"], []])
        {
            using InferenceRequest request = NewSum();
            foreach (string output in wanted) { request.RequestedOutputs.Add(output); }
            using InferenceResponse response = await client.InferAsync(request);
            Assert.Equal(wanted.Length == 0 ? ["sum", "difference"] : wanted, response.Outputs.Select(static o => o.Name));
            foreach (InferenceTensor output in response.Outputs) { Assert.Equal(output.Name == "sum" ? [6, 9] : [4, 5], output.AsSpan<float>()); }
        }
    }

    [Fact]
    public async Task InferAsync_ByVersion_AnswersOrSaysWhichThereIsNot()
    {
        IInferenceClient client = await CreateClientAsync();
        using InferenceRequest request = NewRequest(Affine, 1, 3);
        request.Model = ModelReference.ToVersion(Affine, "1.0.0");
        using InferenceResponse response = await client.InferAsync(request);
        AssertAffine(response, 1, 3);

        request.Model = ModelReference.ToVersion(Affine, "9.9.9");
        ModelVersionNotFoundException e = await Assert.ThrowsAsync<ModelVersionNotFoundException>(async () => await client.InferAsync(request, response));
        Assert.Equal(request.Model, e.Reference);
        request.Model = ModelReference.ToAlias(Affine, "nobody");
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(async () => await client.InferAsync(request, response));
    }

    [Fact]
    public async Task EveryCall_UnknownModel_NotFound()
    {
        IInferenceClient client = await CreateClientAsync();
        ModelReference unknown = ModelReference.ToModel("no-such");
        using InferenceRequest request = NewRequest("no-such", 1, 0);

        ModelNotFoundException infer = await Assert.ThrowsAsync<ModelNotFoundException>(async () => await client.InferAsync(request));
        ModelNotFoundException metadata = await Assert.ThrowsAsync<ModelNotFoundException>(async () => await client.GetMetadataAsync(unknown));
        ModelNotFoundException ready = await Assert.ThrowsAsync<ModelNotFoundException>(async () => await client.IsReadyAsync(unknown));

        Assert.All([infer, metadata, ready], static e => Assert.Equal(("no-such", ModelOpsErrorKind.NotFound, ModelOpsErrorCodes.ModelNotFound), (e.Model, e.Kind, e.Code)));
    }

    [Fact]
    public async Task InferAsync_RequestUnfit_SaysInputExpectedAndActual()
    {
        IInferenceClient client = await CreateClientAsync();
        using InferenceRequest shape = new(ModelReference.ToModel(Affine));
        shape.Inputs.Add("x", TensorDataType.Float32, [1, 3]).Bytes.Clear();
        using InferenceRequest type = new(ModelReference.ToModel(Affine));
        type.Inputs.Add("x", TensorDataType.Int32, [1, 4]).Bytes.Clear();
        using InferenceRequest unknown = NewRequest(Affine, 1, 0);
        unknown.Inputs.Add("z", TensorDataType.Float32, [1]).Bytes.Clear();
        using InferenceRequest missing = new(ModelReference.ToModel(Sum));
        missing.Inputs.Add("a", TensorDataType.Float32, [1]).Bytes.Clear();
        using InferenceRequest output = NewSum();
        output.RequestedOutputs.Add("nothing");

        (InferenceRequest Request, string Tensor, string Expected, string Actual)[] cases =
        [
            (shape, "x", "shape [-1,4] (-1 is any size)", "[1,3]"), (type, "x", "datatype FP32", "INT32"), (unknown, "z", "one of the inputs 'x'", "an unknown input"),
            (missing, "b", "b: FP32[-1]", "no such tensor in the request"), (output, "nothing", "one of the outputs 'sum', 'difference'", "an unknown output"),
        ];
        foreach ((InferenceRequest request, string tensor, string expected, string actual) in cases)
        {
            InvalidInferenceRequestException e = await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await client.InferAsync(request));
            Assert.Equal((tensor, expected, actual, request.Model.Name), (e.Tensor, e.Expected, e.Actual, e.Model));
            Assert.Equal(ModelOpsErrorKind.InvalidArgument, e.Kind);
        }
    }

    [Fact]
    public async Task InferAsync_NotFinite_KeptBitForBit()
    {
        Assert.SkipUnless(KeepsNotFinite, "JSON has no form for them.");
        IInferenceClient client = await CreateClientAsync();
        using InferenceRequest request = new(ModelReference.ToModel(Affine));
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f];
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 4], values));

        using InferenceResponse response = await client.InferAsync(request);

        Assert.Equal([float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1], response.Outputs["y"].AsSpan<float>());
    }

    [Fact]
    public async Task InferAsync_DeadlinePassed_DeadlineExceeded()
    {
        IInferenceClient client = await CreateClientAsync();
        using InferenceRequest request = NewRequest(Affine, 1, 0);
        request.Context.Deadline = DateTimeOffset.UnixEpoch;

        DeadlineExceededException e = await Assert.ThrowsAsync<DeadlineExceededException>(async () => await client.InferAsync(request));

        Assert.Equal(ModelOpsErrorKind.DeadlineExceeded, e.Kind);
        request.Context.Deadline = DateTimeOffset.MaxValue;
        (await client.InferAsync(request)).Dispose();
    }

    [Fact]
    public async Task EveryCall_Cancelled_ThrowsAndNextAnswers()
    {
        IInferenceClient client = await CreateClientAsync();
        using InferenceRequest request = NewRequest(Affine, 1, 1);
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.InferAsync(request, cancelled));

        using InferenceResponse response = await client.InferAsync(request);
        AssertAffine(response, 1, 1);
    }

    [Fact]
    public async Task GetMetadataAsync_SaysWhatTheModelTakes()
    {
        IInferenceClient client = await CreateClientAsync();

        ModelMetadata metadata = await client.GetMetadataAsync(ModelReference.ToModel(Sum));

        Assert.Equal(Sum, metadata.Name);
        Assert.Equal(["1.0.0"], metadata.Versions);
        Assert.NotEmpty(metadata.Platform);
        Assert.Equal("a: FP32[-1], b: FP32[-1] -> sum: FP32[-1], difference: FP32[-1]", metadata.Signature.ToString());
        Assert.NotEmpty(metadata.Properties["runtime"]);
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(async () => await client.GetMetadataAsync(ModelReference.ToVersion(Sum, "3.0.0")));
    }

    [Fact]
    public async Task IsReadyAsync_TrueForWhatAnswers()
    {
        IInferenceClient client = await CreateClientAsync();

        Assert.True(await client.IsReadyAsync(ModelReference.ToModel(Affine)));
        Assert.True(await client.IsReadyAsync(ModelReference.ToVersion(Affine, "1.0.0")));
        Assert.False(await client.IsReadyAsync(ModelReference.ToVersion(Affine, "3.0.0")));
    }

    [Fact]
    public async Task InferAsync_ManyAtOnce_EachItsOwnAnswer()
    {
        IInferenceClient client = await CreateClientAsync();
        await Parallel.ForAsync(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (worker, cancellationToken) =>
        {
            using InferenceRequest request = new(ModelReference.ToModel(Affine));
            using InferenceResponse response = new();
            for (int i = 0; i < 40; i++)
            {
                int rows = 1 + ((worker + i) % 50);
                request.Reset(request.Model);
                request.Id = string.Create(CultureInfo.InvariantCulture, $"{worker}-{i}");
                Fill(request, rows, (worker * 1000) + i);
                await client.InferAsync(request, response, cancellationToken);
                AssertAffine(response, rows, (worker * 1000) + i);
                Assert.Equal(request.Id, response.Id);
            }
        });
    }

    private static InferenceRequest NewRequest(string model, int rows, int start)
    {
        InferenceRequest request = new(ModelReference.ToModel(model));
        Fill(request, rows, start);
        return request;
    }

    private static InferenceRequest NewSum()
    {
        InferenceRequest request = new(ModelReference.ToModel(Sum));
        request.Inputs.Add(InferenceTensor.Create<float>("a", [2], [5, 7]));
        request.Inputs.Add(InferenceTensor.Create<float>("b", [2], [1, 2]));
        return request;
    }

    private static void Fill(InferenceRequest request, int rows, int start)
    {
        Span<float> x = request.Inputs.Add("x", TensorDataType.Float32, [rows, 4]).AsSpan<float>();
        for (int i = 0; i < x.Length; i++) { x[i] = start + i; }
    }

    private static void AssertAffine(InferenceResponse response, int rows, int start)
    {
        InferenceTensor y = response.Outputs["y"];
        Assert.Equal([rows, 4], y.Shape);
        ReadOnlySpan<float> values = y.AsSpan<float>();
        for (int i = 0; i < values.Length; i++) { Assert.Equal((2f * (start + i)) + 1, values[i]); }
    }
}
