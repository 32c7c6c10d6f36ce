using System.Buffers.Binary;
using System.Text;
using CsCheck;
using ModelOps.TestSupport;

namespace ModelOps.Tests.Tensors;

public sealed class InferenceTensorTests
{
    [Fact]
    public void Create_Floats_HoldsACopyInWireForm()
    {
        float[] data = [1.5f, -2f, 0f, 4f];
        using InferenceTensor tensor = InferenceTensor.Create<float>("x", [2, 2], data);
        data[0] = 9f;

        Assert.Equal([1.5f, -2f, 0f, 4f], tensor.AsSpan<float>().ToArray());
        Assert.Equal(-2f, BinaryPrimitives.ReadSingleLittleEndian(tensor.Bytes[4..]));
        Assert.Equal((16, 4L, "x: FP32[2,2]"), (tensor.ByteLength, tensor.ElementCount, tensor.ToString()));
    }

    [Fact]
    public void Create_CountDiffersFromShape_ThrowsWithBoth()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => InferenceTensor.Create<float>("x", [2, 2], [1f, 2f, 3f]));
        Assert.Contains("[2,2] takes 4 elements, not 3", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => InferenceTensor.CreateStrings("x", [2], ["a"]));
    }

    [Fact]
    public void Constructor_ScalarAndEmpty_CountOneAndZero()
    {
        using InferenceTensor scalar = new("s", TensorDataType.Int64, []);
        using InferenceTensor empty = new("e", TensorDataType.Float64, [long.MaxValue, 0, long.MaxValue]);

        Assert.Equal((1L, 8, "s: INT64[]"), (scalar.ElementCount, scalar.ByteLength, scalar.ToString()));
        Assert.Equal((0L, 0), (empty.ElementCount, empty.ByteLength));
        Assert.True(empty.AsSpan<double>().IsEmpty);
    }

    [Theory]
    [InlineData(new long[] { -1, 4 }, "negative dimension -1")]
    [InlineData(new[] { long.MaxValue, 2L }, "larger than")]
    [InlineData(new[] { 1L << 32, 1L << 32, 1L << 32 }, "larger than")]
    [InlineData(new[] { 1L << 29, 4L }, "larger than")]
    public void Constructor_ImpossibleShape_Throws(long[] shape, string why)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new InferenceTensor("x", TensorDataType.Float32, shape));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_SameOrSmallerSize_IsZeroedAndAllocatesNothing()
    {
        using InferenceTensor tensor = InferenceTensor.Create<float>("x", [4], [1f, 2f, 3f, 4f]);
        tensor.Reset("y", TensorDataType.Float32, [2, 2]);
        Assert.Equal([0f, 0f, 0f, 0f], tensor.AsSpan<float>().ToArray());

        long[] small = [2], same = [2, 2];
        Assert.Equal(0, Allocations.Fewest(() =>
        {
            tensor.Reset("x", TensorDataType.Int32, small);
            tensor.Reset("x", TensorDataType.Float32, same);
        }));
    }

    [Fact]
    public void Reset_ToLarger_TakesMoreMemory()
    {
        using InferenceTensor tensor = InferenceTensor.Create<byte>("x", [2], [7, 8]);
        tensor.Reset("x", TensorDataType.Float32, [1000, 3]);

        Assert.Equal(12_000, tensor.ByteLength);
        Assert.Equal(-1, tensor.Bytes.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void AsSpan_OtherType_NamesBoth()
    {
        using InferenceTensor tensor = new("x", TensorDataType.Float32, [1]);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<double>().Length);
        Assert.Contains("holds FP32, not FP64", error.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => tensor.AsSpan<Guid>().Length);
    }

    [Fact]
    public void Dispose_ThenAnyAccess_IsRefused()
    {
        InferenceTensor numbers = new("x", TensorDataType.Float32, [1]);
        InferenceTensor strings = new("s", TensorDataType.Bytes, [1]);
        foreach (InferenceTensor tensor in (InferenceTensor[])[numbers, strings])
        {
            tensor.Dispose();
            tensor.Dispose();
            Assert.Throws<ObjectDisposedException>(() => tensor.Bytes.Length);
            Assert.Throws<ObjectDisposedException>(() => tensor.Memory);
            Assert.Throws<ObjectDisposedException>(() => tensor.Reset("x", TensorDataType.Float32, [1]));
            Assert.Throws<ObjectDisposedException>(() => tensor.TrySetBytes([0, 0, 0, 0]));
        }

        Assert.Throws<ObjectDisposedException>(() => strings.AppendElement("a"));
    }

    [Fact]
    public void AppendElement_NotBytes_Throws()
    {
        using InferenceTensor tensor = new("x", TensorDataType.Float32, [1]);
        Assert.Throws<InvalidOperationException>(() => tensor.AppendElement("a"));
        Assert.Throws<InvalidOperationException>(() => tensor.EnumerateElements().MoveNext());
    }

    [Fact]
    public void CreateStrings_AnyStrings_ReadBack() => Gen.String.Array[0, 20].Sample(values =>
    {
        string[] expected = [.. values.Select(v => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(v)))]; // lone surrogates become U+FFFD
        using InferenceTensor tensor = InferenceTensor.CreateStrings("s", [values.Length], values);
        using InferenceTensor copy = new("s", TensorDataType.Bytes, [values.Length]);

        Assert.Equal(expected, tensor.ToStrings());
        Assert.Null(copy.TrySetBytes(tensor.Bytes));
        Assert.Equal(expected, copy.ToStrings());
    });

    [Fact]
    public void TrySetBytes_WrongLengthOrBool_SaysWhatIsWrong()
    {
        using InferenceTensor floats = new("x", TensorDataType.Float32, [2]);
        using InferenceTensor booleans = new("b", TensorDataType.Bool, [2]);

        Assert.Null(floats.TrySetBytes(new byte[8]));
        Assert.Equal("7 bytes, where shape [2] and datatype FP32 take 8", floats.TrySetBytes(new byte[7]));
        Assert.Null(booleans.TrySetBytes([0, 1]));
        Assert.Equal("a BOOL byte other than 0 and 1", booleans.TrySetBytes([0, 2]));
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 65, 0, 0, 0 }, "1 length-prefixed elements")]
    [InlineData(new byte[] { 1, 0, 0, 0, 65, 2, 0, 0, 0, 66 }, "element 1 is 2 bytes long")]
    [InlineData(new byte[] { 255, 255, 255, 255, 65 }, "element 0 is 4294967295 bytes long")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 9 }, "1 bytes left over")]
    public void TrySetBytes_BrokenElements_SaysWhere(byte[] bytes, string why)
    {
        using InferenceTensor tensor = new("s", TensorDataType.Bytes, [2]);
        Assert.Contains(why, tensor.TrySetBytes(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void TrySetBytes_AnyBytes_NeverThrowsAndAcceptsOnlyWholeElements() => Gen.Select(Gen.Byte[0, 3].Array[0, 40], Gen.Int[0, 6]).Sample((bytes, count) =>
    {
        using InferenceTensor tensor = new("s", TensorDataType.Bytes, [count]);
        if (tensor.TrySetBytes(bytes) is null)
        {
            Assert.Equal(count, tensor.ToStrings().Count(static s => s is not null));
            Assert.Equal(bytes, tensor.Bytes.ToArray());
        }
    });
}
