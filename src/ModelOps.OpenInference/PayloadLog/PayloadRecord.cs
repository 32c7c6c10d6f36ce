namespace ModelOps.OpenInference.PayloadLog;

/// <summary>A copy of a call that waits to be written; its memory is reused.</summary>
internal sealed class PayloadRecord : IDisposable
{
    public InferenceRequest Request { get; } = new(ModelReference.ToModel("none"));

    public InferenceResponse Response { get; } = new();

    public DateTimeOffset Time { get; private set; }

    public string? TraceParent { get; private set; }

    /// <summary>Tensors whose values were left out, for their size or because they are redacted.</summary>
    public HashSet<InferenceTensor> Omitted { get; } = [];

    /// <summary>Bytes of the values kept.</summary>
    public int Bytes { get; private set; }

    public void CopyFrom(InferenceRequest request, InferenceResponse response, DateTimeOffset time, string? traceParent, PayloadLogOptions options)
    {
        Request.Reset(request.Model);
        Response.Reset();
        Omitted.Clear();
        Bytes = 0;
        Time = time;
        TraceParent = traceParent;
        Request.Id = request.Id;
        for (int i = 0; i < request.Parameters.Count; i++) { Request.Parameters.Set(request.Parameters[i].Key, request.Parameters[i].Value); }
        Response.ModelName = response.ModelName;
        Response.ModelVersion = response.ModelVersion;
        Response.Id = response.Id;
        Response.IsCached = response.IsCached;
        Copy(request.Inputs, Request.Inputs, options);
        Copy(response.Outputs, Response.Outputs, options);
    }

    public void Dispose()
    {
        Request.Dispose();
        Response.Dispose();
    }

    private void Copy(InferenceTensorCollection from, InferenceTensorCollection to, PayloadLogOptions options)
    {
        for (int i = 0; i < from.Count; i++)
        {
            InferenceTensor tensor = from[i];
            bool keep = Bytes + (long)tensor.ByteLength <= options.MaxPayloadBytes && !options.Redacted.Contains(tensor.Name);
            InferenceTensor copy = to.Add(tensor.Name, tensor.DataType, tensor.Shape);
            if (keep && copy.TrySetBytes(tensor.Bytes) is null)
            {
                Bytes += tensor.ByteLength;
            }
            else
            {
                Omitted.Add(copy);
            }
        }
    }
}
