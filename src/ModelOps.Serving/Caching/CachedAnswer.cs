namespace ModelOps.Serving.Caching;

/// <summary>An answer as it was given. Immutable, so that many calls can read it at once.</summary>
internal sealed class CachedAnswer(string model, string version, CachedTensor[] outputs, KeyValuePair<string, InferenceParameter>[] parameters)
{
    private const int BytesOfAnswer = 160; // the objects' own bytes and those of the place that it has in the cache, about
    private const int BytesOfTensor = 120;
    private const int BytesOfParameter = 64;

    public string Model { get; } = model;

    public string Version { get; } = version;

    public CachedTensor[] Outputs { get; } = outputs;

    public KeyValuePair<string, InferenceParameter>[] Parameters { get; } = parameters;

    /// <summary>Bytes of memory, about.</summary>
    public long Size { get; } = BytesOfAnswer + outputs.Sum(static o => (long)BytesOfTensor + o.Bytes.Length) + ((long)parameters.Length * BytesOfParameter);

    /// <summary>Bytes that an answer would take.</summary>
    public static long SizeOf(InferenceResponse response)
    {
        long size = BytesOfAnswer + ((long)response.Parameters.Count * BytesOfParameter);
        for (int i = 0; i < response.Outputs.Count; i++) { size += BytesOfTensor + response.Outputs[i].ByteLength; }
        return size;
    }

    public static CachedAnswer Copy(InferenceResponse response)
    {
        CachedTensor[] outputs = new CachedTensor[response.Outputs.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            InferenceTensor tensor = response.Outputs[i];
            outputs[i] = new CachedTensor(tensor.Name, tensor.DataType, tensor.Shape.ToArray(), tensor.Bytes.ToArray());
        }

        return new CachedAnswer(response.ModelName, response.ModelVersion, outputs, response.Parameters.Count == 0 ? [] : [.. response.Parameters]);
    }

    /// <summary>Gives the answer to a call. Allocates nothing when the response held one of this size before.</summary>
    public void CopyTo(InferenceResponse response, string? id)
    {
        response.Reset();
        response.ModelName = Model;
        response.ModelVersion = Version;
        response.Id = id;
        response.IsCached = true;
        foreach ((string name, InferenceParameter value) in Parameters) { response.Parameters.Set(name, value); }
        foreach (CachedTensor output in Outputs)
        {
            InferenceTensor tensor = response.Outputs.Add(output.Name, output.DataType, output.Shape);
            if (tensor.TrySetBytes(output.Bytes.Span) is { } wrong) { throw new InvalidOperationException($"The cached output '{output.Name}' is damaged: {wrong}."); }
        }
    }
}
