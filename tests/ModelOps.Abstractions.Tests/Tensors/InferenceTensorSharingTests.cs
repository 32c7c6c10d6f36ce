using ModelOps.TestSupport;

namespace ModelOps.Abstractions.Tests.Tensors;

public sealed class InferenceTensorSharingTests
{
    [Fact]
    public void BorrowFrom_Tensor_SharesItsMemory()
    {
        using InferenceTensor source = InferenceTensor.Create<float>("a", [2, 1], [1, 2]);
        using InferenceTensor view = InferenceTensor.Create<long>("b", [1], [7]);

        view.BorrowFrom(source, "c");

        Assert.Equal("c: FP32[2,1]", view.ToString());
        source.AsSpan<float>()[0] = 5;
        Assert.Equal([5f, 2f], view.AsSpan<float>().ToArray());
    }

    [Fact]
    public void View_ResetWrittenOrDisposed_LeavesTheSourceAlone()
    {
        using InferenceTensor source = InferenceTensor.Create<float>("a", [2], [1, 2]);
        using InferenceTensor strings = InferenceTensor.CreateStrings("s", [1], ["one"]);
        InferenceTensor view = new("v", TensorDataType.Bool, []);

        view.BorrowFrom(source, "v");
        view.Reset("w", TensorDataType.Float32, [2]);
        view.BorrowFrom(source, "v");
        Assert.Null(view.TrySetBytes(new byte[8]));
        view.BorrowFrom(strings, "v");
        view.AppendElement("two");
        Assert.Equal(1, Count(strings));
        Assert.Equal(2, Count(view));
        view.BorrowFrom(strings, "v");
        Assert.Null(view.TrySetBytes([0, 0, 0, 0]));
        view.BorrowFrom(source, "v");
        view.Dispose();

        Assert.Equal([1f, 2f], source.AsSpan<float>().ToArray());
        Assert.Equal(["one"], strings.ToStrings());
        Assert.Throws<ObjectDisposedException>(() => view.BorrowFrom(source, "v"));
    }

    [Fact]
    public void TakeFrom_Tensor_MovesItsMemory()
    {
        using InferenceTensor source = InferenceTensor.Create<float>("a", [2], [1, 2]);
        using InferenceTensor target = InferenceTensor.CreateStrings("b", [1], ["x"]);

        target.TakeFrom(source, "c");

        Assert.Equal("c: FP32[2]", target.ToString());
        Assert.Equal([1f, 2f], target.AsSpan<float>().ToArray());
        source.Reset("a", TensorDataType.Int64, [3]);
        Assert.Equal([1f, 2f], target.AsSpan<float>().ToArray());
    }

    [Fact]
    public void TakeFrom_View_Copies()
    {
        using InferenceTensor source = InferenceTensor.Create<float>("a", [2], [1, 2]);
        using InferenceTensor view = new("v", TensorDataType.Bool, []);
        view.BorrowFrom(source, "v");
        using InferenceTensor target = new("t", TensorDataType.Bool, []);

        target.TakeFrom(view, "t");
        target.AsSpan<float>()[0] = 9;

        Assert.Equal([1f, 2f], source.AsSpan<float>().ToArray());
        Assert.Equal([9f, 2f], target.AsSpan<float>().ToArray());
    }

    [Fact]
    public void AddView_ReusedCollection_AllocatesNothing()
    {
        using InferenceTensor source = InferenceTensor.Create<float>("a", [2], [1, 2]);
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        ModelReference model = request.Model;

        Assert.Equal(0, Allocations.Fewest(() =>
        {
            request.Reset(model);
            request.Inputs.AddView(source, "x");
        }));
        Assert.Equal("x: FP32[2]", request.Inputs[0].ToString());
    }

    private static int Count(InferenceTensor tensor)
    {
        int count = 0;
        foreach (ReadOnlySpan<byte> _ in tensor.EnumerateElements()) { count++; }
        return count;
    }
}
