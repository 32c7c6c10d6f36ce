using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.Client.Rest;

/// <summary>The memory that one call over REST needs beside its tensors, reused for the next one.</summary>
internal sealed class RestExchange : IDisposable
{
    private const int MaxKeptBytes = 4 << 20;

    /// <summary>JSON of the request.</summary>
    public PooledBuffer Head { get; } = new();

    /// <summary>JSON of the answer.</summary>
    public PooledBuffer Body { get; } = new();

    public Utf8JsonWriter Writer { get; } = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Dimensions of the tensor being read.</summary>
    public long[] Shape { get; } = new long[WireShape.MaxRank];

    /// <summary>Length in binary form of each output read so far; -1 for one that came in JSON.</summary>
    public List<int> BinarySizes { get; } = [];

    /// <summary>Empties the exchange for reuse.</summary>
    /// <returns>False when it has grown too large to be kept.</returns>
    public bool TryReset()
    {
        Head.Clear();
        Body.Clear();
        BinarySizes.Clear();
        Writer.Reset(Stream.Null);
        return Head.Capacity + (long)Body.Capacity <= MaxKeptBytes;
    }

    public void Dispose()
    {
        Head.Dispose();
        Body.Dispose();
        Writer.Dispose();
    }
}
