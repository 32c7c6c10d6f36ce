namespace ModelOps.Tests.Tensors;

public sealed class TensorDataTypesTests
{
    // Open Inference Protocol, REST, "Tensor Data Types", with BF16 of its gRPC form; sizes in bytes.
    [Theory]
    [InlineData(TensorDataType.Bool, "BOOL", 1)]
    [InlineData(TensorDataType.UInt8, "UINT8", 1)]
    [InlineData(TensorDataType.UInt16, "UINT16", 2)]
    [InlineData(TensorDataType.UInt32, "UINT32", 4)]
    [InlineData(TensorDataType.UInt64, "UINT64", 8)]
    [InlineData(TensorDataType.Int8, "INT8", 1)]
    [InlineData(TensorDataType.Int16, "INT16", 2)]
    [InlineData(TensorDataType.Int32, "INT32", 4)]
    [InlineData(TensorDataType.Int64, "INT64", 8)]
    [InlineData(TensorDataType.Float16, "FP16", 2)]
    [InlineData(TensorDataType.BFloat16, "BF16", 2)]
    [InlineData(TensorDataType.Float32, "FP32", 4)]
    [InlineData(TensorDataType.Float64, "FP64", 8)]
    [InlineData(TensorDataType.Bytes, "BYTES", 0)]
    public void NameAndSize_OfEachType_AreTheProtocols(TensorDataType type, string name, int size)
    {
        Assert.Equal((name, size), (type.ToName(), type.ItemSize()));
        Assert.True(TensorDataTypes.TryParse(name, out TensorDataType parsed));
        Assert.Equal(type, parsed);
        Assert.False(TensorDataTypes.TryParse(name.ToLowerInvariant(), out _));
    }

    [Fact]
    public void Of_EachElementType_HasItsSize()
    {
        Assert.Equal(sizeof(float), TensorDataTypes.Of<float>().ItemSize());
        Assert.Equal(TensorDataType.Float64, TensorDataTypes.Of<double>());
        Assert.Equal(TensorDataType.Int64, TensorDataTypes.Of<long>());
        Assert.Equal(TensorDataType.UInt16, TensorDataTypes.Of<ushort>());
        Assert.Equal(TensorDataType.Float16, TensorDataTypes.Of<Half>());
        Assert.Throws<NotSupportedException>(() => TensorDataTypes.Of<char>());
    }
}
