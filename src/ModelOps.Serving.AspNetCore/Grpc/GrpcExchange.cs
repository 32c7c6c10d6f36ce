using Microsoft.Extensions.ObjectPool;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>The tensors of one inference over gRPC, reused for the next one.</summary>
internal sealed class GrpcExchange : IResettable, IDisposable
{
    /// <summary>An exchange that holds more gives its memory back instead of waiting in the pool with it.</summary>
    private const long MaxKeptBytes = 4 << 20;

    private const int MaxKeptTensors = 256;
    private static readonly ModelReference None = ModelReference.ToModel("none");

    public InferenceRequest Request { get; } = new(None);

    public InferenceResponse Response { get; } = new();

    /// <summary>Dimensions of the tensor being read.</summary>
    public long[] Shape { get; } = new long[OpenInference.Wire.WireShape.MaxRank];

    /// <summary>How many of the best classes to send in place of each requested output's scores; 0 for the scores.</summary>
    public List<int> Classes { get; } = [];

    public bool TryReset()
    {
        long held = BytesOf(Request.Inputs) + BytesOf(Response.Outputs);
        int tensors = Request.Inputs.Count + Response.Outputs.Count;
        Request.Reset(None);
        Response.Reset();
        Classes.Clear();
        return held <= MaxKeptBytes && tensors <= MaxKeptTensors;
    }

    public void Dispose()
    {
        Request.Dispose();
        Response.Dispose();
    }

    private static long BytesOf(InferenceTensorCollection tensors)
    {
        long bytes = 0;
        for (int i = 0; i < tensors.Count; i++) { bytes += tensors[i].ByteLength; }
        return bytes;
    }
}
