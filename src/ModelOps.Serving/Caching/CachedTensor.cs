namespace ModelOps.Serving.Caching;

/// <summary>An output as it was given. Immutable.</summary>
internal sealed record CachedTensor(string Name, TensorDataType DataType, long[] Shape, ReadOnlyMemory<byte> Bytes);
