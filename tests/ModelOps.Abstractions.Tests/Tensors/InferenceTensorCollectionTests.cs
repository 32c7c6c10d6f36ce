using ModelOps.TestSupport;

namespace ModelOps.Tests.Tensors;

public sealed class InferenceTensorCollectionTests
{
    [Fact]
    public void Clear_ThenAddSameSizes_ReusesTensorsWithoutAllocating()
    {
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        InferenceTensor first = request.Inputs.Add("a", TensorDataType.Float32, [4]);
        request.Inputs.Clear();
        Assert.Same(first, request.Inputs.Add("b", TensorDataType.Float32, [2, 2]));

        long[] shape = [4];
        Assert.Equal(0, Allocations.Fewest(() =>
        {
            request.Inputs.Clear();
            request.Inputs.Add("a", TensorDataType.Float32, shape);
        }));
    }

    [Fact]
    public void Add_OwnTensorsAgainAfterClear_KeepsThemUsable()
    {
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        InferenceTensor a = InferenceTensor.Create<float>("a", [1], [1f]);
        InferenceTensor b = InferenceTensor.Create<float>("b", [1], [2f]);
        request.Inputs.Add(a);
        request.Inputs.Add(b);

        request.Inputs.Clear();
        request.Inputs.Add(b);
        request.Inputs.Add(a);

        Assert.Equal(["b", "a"], request.Inputs.Select(static t => t.Name));
        Assert.Equal(1f, a.AsSpan<float>()[0]);
        Assert.Equal(2f, b.AsSpan<float>()[0]);
    }

    [Fact]
    public void Add_TensorAlreadyIn_IsRefused()
    {
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        InferenceTensor a = InferenceTensor.Create<float>("a", [1], [1f]);
        request.Inputs.Add(a);

        Assert.Throws<ArgumentException>(() => request.Inputs.Add(a));
    }

    [Fact]
    public void Add_OtherTensorInPlaceOfAKeptOne_DisposesTheKeptOne()
    {
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        InferenceTensor kept = request.Inputs.Add("a", TensorDataType.Float32, [1]);
        request.Inputs.Clear();
        request.Inputs.Add(InferenceTensor.Create<float>("b", [1], [2f]));

        Assert.Throws<ObjectDisposedException>(() => kept.Memory);
        Assert.Equal("b", Assert.Single(request.Inputs).Name);
    }

    [Fact]
    public void Indexer_UnknownNameOrPosition_Throws()
    {
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        request.Inputs.Add("a", TensorDataType.Float32, [1]);

        Assert.Contains("there are: a", Assert.Throws<KeyNotFoundException>(() => request.Inputs["b"]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => request.Inputs[1]);
        Assert.Null(request.Inputs.Find("A"));
    }

    [Fact]
    public void Dispose_Request_DisposesUsedAndKeptTensors()
    {
        InferenceRequest request = new(ModelReference.ToModel("m"));
        InferenceTensor kept = request.Inputs.Add("a", TensorDataType.Float32, [1]);
        InferenceTensor alsoKept = request.Inputs.Add("b", TensorDataType.Float32, [1]);
        request.Inputs.Clear();
        InferenceTensor used = request.Inputs.Add("c", TensorDataType.Float32, [1]);
        request.Dispose();

        Assert.Same(kept, used);
        Assert.Throws<ObjectDisposedException>(() => used.Memory);
        Assert.Throws<ObjectDisposedException>(() => alsoKept.Memory);
        Assert.Empty(request.Inputs);
    }
}
