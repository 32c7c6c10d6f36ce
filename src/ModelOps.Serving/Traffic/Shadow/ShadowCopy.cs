namespace ModelOps.Serving;

/// <summary>A call and its answer, copied. Made once and used again, so a copy allocates nothing when its tensors have the sizes of one before.</summary>
internal sealed class ShadowCopy(ModelReference target) : IDisposable
{
    private const int LowestPriority = int.MaxValue;

    public InferenceRequest Request { get; } = new(target);

    /// <summary>The answer that the caller got.</summary>
    public InferenceResponse Primary { get; } = new();

    /// <summary>The shadow's.</summary>
    public InferenceResponse Shadow { get; } = new();

    public TimeSpan PrimaryElapsed { get; private set; }

    public long Bytes { get; private set; }

    public void Take(InferenceRequest request, InferenceResponse response, TimeSpan elapsed, long bytes)
    {
        PrimaryElapsed = elapsed;
        Bytes = bytes;
        Request.Reset(target);
        Request.Id = request.Id;
        Request.Context.CopyFrom(request.Context);
        Request.Context.Deadline = null;
        Request.Context.IdempotencyKey = null;
        Request.Context.Priority = LowestPriority;
        Copy(request.Inputs, Request.Inputs);
        for (int i = 0; i < request.RequestedOutputs.Count; i++) { Request.RequestedOutputs.Add(request.RequestedOutputs[i]); }
        for (int i = 0; i < request.Parameters.Count; i++) { Request.Parameters.Set(request.Parameters[i].Key, request.Parameters[i].Value); }
        Primary.Reset();
        Primary.ModelName = response.ModelName;
        Primary.ModelVersion = response.ModelVersion;
        Copy(response.Outputs, Primary.Outputs);
    }

    public static long SizeOf(InferenceRequest request, InferenceResponse response) => SizeOf(request.Inputs) + SizeOf(response.Outputs);

    public void Dispose()
    {
        Request.Dispose();
        Primary.Dispose();
        Shadow.Dispose();
    }

    private static long SizeOf(InferenceTensorCollection tensors)
    {
        long bytes = 0;
        for (int i = 0; i < tensors.Count; i++) { bytes += tensors[i].ByteLength; }
        return bytes;
    }

    private static void Copy(InferenceTensorCollection from, InferenceTensorCollection to)
    {
        for (int i = 0; i < from.Count; i++)
        {
            InferenceTensor source = from[i];
            InferenceTensor copy = to.Add(source.Name, source.DataType, source.Shape);
            if (source.DataType == TensorDataType.Bytes) { copy.TrySetBytes(source.Bytes); }
            else { source.Bytes.CopyTo(copy.Bytes); }
        }
    }
}
