using System.Text.Json;
using Microsoft.Extensions.ObjectPool;
using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>All the memory that one inference over HTTP needs, reused for the next one.</summary>
internal sealed class InferenceExchange : IResettable, IDisposable
{
    /// <summary>An exchange that holds more gives its memory back instead of waiting in the pool with it.</summary>
    private const long MaxKeptBytes = 4 << 20;

    private const int MaxKeptTensors = 256;
    private static readonly ModelReference None = ModelReference.ToModel("none");

    public InferenceRequest Request { get; } = new(None);

    public InferenceResponse Response { get; } = new();

    /// <summary>Body of the request.</summary>
    public PooledBuffer Body { get; } = new();

    /// <summary>JSON part of a binary response, whose length must be known before it is sent.</summary>
    public PooledBuffer Head { get; } = new();

    public Utf8JsonWriter Writer { get; } = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Names of inputs and outputs read before.</summary>
    public NameCache Names { get; } = new();

    /// <summary>Dimensions of the tensor being read.</summary>
    public long[] Shape { get; } = new long[WireShape.MaxRank];

    /// <summary>Whether outputs are sent in binary form unless they say otherwise.</summary>
    public bool BinaryByDefault { get; set; }

    /// <summary>What each requested output says about its form, in the order of <see cref="InferenceRequest.RequestedOutputs"/>.</summary>
    public List<OutputForm> OutputForms { get; } = [];

    /// <summary>Whether any output is asked for as its best classes.</summary>
    public bool HasClasses { get; set; }

    /// <summary>Whether the output at a position of the response is sent in binary form.</summary>
    public bool IsBinary(int output) => (output < OutputForms.Count ? OutputForms[output].IsBinary : null) ?? BinaryByDefault;

    /// <summary>Empties the exchange for reuse.</summary>
    /// <returns>False when it has grown too large to be kept.</returns>
    public bool TryReset()
    {
        long held = Body.Capacity + Head.Capacity + BytesOf(Request.Inputs) + BytesOf(Response.Outputs);
        int tensors = Request.Inputs.Count + Response.Outputs.Count;
        Request.Reset(None);
        Response.Reset();
        Body.Clear();
        Head.Clear();
        Writer.Reset(Stream.Null);
        BinaryByDefault = false;
        HasClasses = false;
        OutputForms.Clear();
        return held <= MaxKeptBytes && tensors <= MaxKeptTensors;
    }

    public void Dispose()
    {
        Request.Dispose();
        Response.Dispose();
        Body.Dispose();
        Head.Dispose();
        Writer.Dispose();
    }

    private static long BytesOf(InferenceTensorCollection tensors)
    {
        long bytes = 0;
        for (int i = 0; i < tensors.Count; i++) { bytes += tensors[i].ByteLength; }
        return bytes;
    }
}
